package dev.wgmesh.cli;

import dev.wgmesh.config.SourceFlags;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command reads and writes records: a mixin, the same on every command that writes. */
final class WriteOptions {
    @Mixin SourceOptions sources = new SourceOptions();

    @Option(names = "--emit", description = "Print the records instead of writing them.")
    boolean emit;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Show the plan and do nothing.")
    boolean dryRun;

    SourceFlags flags() {
        SourceFlags read = sources.flags();
        return new SourceFlags(read.zones(), read.resolvers(), emit);
    }
}
