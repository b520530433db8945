package dev.wgmesh.cli;

import dev.wgmesh.render.Json;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ObjectNode;

/** {@code version}: which wg-mesh this is. */
@Command(
        name = "version",
        description = "Says which wg-mesh this is.",
        footer = {"  wg-mesh version", "  wg-mesh version -o json"})
final class VersionCommand implements Action {
    @Override
    public Exit run(Session session) {
        if (session.json()) {
            ObjectNode document = Json.document("version").put("wgMesh", version());
            document.put("java", Runtime.version().toString()).putArray("problems");
            session.print(document);
        } else {
            session.println("wg-mesh " + version());
        }
        return Exit.DONE;
    }

    /** The version in the jar's manifest. */
    static String version() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "(run from its classes)" : version;
    }
}
