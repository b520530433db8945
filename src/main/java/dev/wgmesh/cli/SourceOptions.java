package dev.wgmesh.cli;

import dev.wgmesh.config.SourceFlags;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command reads records: a mixin, the same on every command that reads. */
final class SourceOptions {
    @Option(
            names = "--zones",
            paramLabel = "DIR",
            description = "Read (and write) the zone files of this folder.")
    Optional<Path> zones = Optional.empty();

    @Option(
            names = "--resolver",
            paramLabel = "HOST[:PORT]",
            description = "Ask this resolver; may be given again.")
    List<String> resolvers = List.of();

    SourceFlags flags() {
        return new SourceFlags(zones, resolvers, false);
    }
}
