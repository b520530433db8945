package dev.wgmesh.command;

import dev.wgmesh.cli.OptionGroup;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The TTL of new records: a mixin. */
@OptionGroup.In(OptionGroup.CHANGE)
final class TtlOption {
    @Option(
            names = "--ttl",
            paramLabel = "SECONDS",
            converter = NumberConverter.Ttl.class,
            description = "TTL of the new records.")
    Optional<Duration> ttl = Optional.empty();

    /** Returns the TTL; empty: the mesh's own. */
    Optional<Duration> duration() {
        return ttl;
    }
}
