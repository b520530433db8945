package dev.wgmesh.command;

import dev.wgmesh.cli.Action;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.Version;
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
    public ExitCode run(CommandSession session) {
        if (session.json()) {
            ObjectNode document = Json.document("version").put("wgMesh", Version.text());
            document.put("java", Runtime.version().toString()).putArray("problems");
            session.print(document);
        } else {
            session.println("wg-mesh " + Version.text());
        }
        return ExitCode.DONE;
    }
}
