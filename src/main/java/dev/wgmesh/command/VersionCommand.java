package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.cli.Version;
import dev.wgmesh.render.JsonDocument;
import picocli.CommandLine.Command;

/** {@code version}: which wg-mesh this is. */
@Command(
        name = "version",
        description = VersionCommand.SUMMARY,
        footer = {"  wg-mesh version", "  wg-mesh version -o json"})
final class VersionCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Print the version of wg-mesh.";

    @Override
    public ExitCode run(CommandSession session) {
        if (session.json()) {
            session.print(JsonDocument.version(Version.text(), Runtime.version().toString()));
        } else {
            session.println("wg-mesh " + Version.text());
        }
        return ExitCode.SUCCESS;
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
