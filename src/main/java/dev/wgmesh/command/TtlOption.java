package dev.wgmesh.command;

import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.problem.Failure;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The TTL of new records: a mixin. */
@OptionGroup.In(OptionGroup.CHANGE)
final class TtlOption {
    /** The largest TTL, a week: with longer ones every change of a mesh takes days. */
    private static final long MOST = Duration.ofDays(7).toSeconds();

    @Option(names = "--ttl", paramLabel = "SECONDS", description = "TTL of the new records.")
    Optional<Long> seconds = Optional.empty();

    /**
     * Returns the TTL; empty: the mesh's own.
     *
     * @throws Failure INPUT where the number of seconds is out of range
     */
    Optional<Duration> duration() {
        seconds.filter(ttl -> ttl < 1 || ttl > MOST)
                .ifPresent(ttl -> {
                    throw Failure.input(
                            "--ttl",
                            ttl + " is out of range",
                            "give a number of seconds from 1 to " + MOST);
                });
        return seconds.map(Duration::ofSeconds);
    }
}
