package dev.wgmesh.cli;

import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provision.Patience;
import dev.wgmesh.render.ZonePlanText;
import dev.wgmesh.zone.MetadataText;
import dev.wgmesh.zone.Question;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command reads and writes records: a mixin, the same on every command that writes. */
final class WriteOptions {
    /** How long a lost race is run again. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The longest TTL, a week: longer ones make every change of a mesh wait for days. */
    private static final long MAX_TTL = Duration.ofDays(7).toSeconds();

    @Mixin SourceOptions sources = new SourceOptions();

    @Option(names = "--emit", description = "Print the records instead of writing them.")
    boolean emit;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Show the plan and do nothing.")
    boolean dryRun;

    SourceFlags flags() {
        return sources.flags().emitting(emit);
    }

    /** Patience with other writers that begins now. */
    static Patience patience(Session session) {
        return Patience.of(session.outside().clock(), session.outside().randomness(), PATIENCE);
    }

    /** Plans that are not committed: what would differ, or the records to write by hand. */
    String text(List<ZonePlan> plans) {
        return dryRun ? ZonePlanText.difference(plans) : ZonePlanText.added(plans);
    }

    /** A TTL that was given in seconds. */
    static Optional<Duration> ttl(Optional<Long> seconds) {
        seconds.filter(ttl -> ttl < 1 || ttl > MAX_TTL)
                .ifPresent(ttl -> {
                    throw Failure.input(
                            "--ttl " + ttl,
                            "is out of range",
                            "give a number of seconds from 1 to " + MAX_TTL);
                });
        return seconds.map(Duration::ofSeconds);
    }

    /** Metadata of texts as they are published; they were given by flags, so all must be right. */
    static Metadata metadata(Question question, List<String> texts) {
        MetadataText.Reading reading = MetadataText.read(question, texts);
        if (!reading.problems().isEmpty()) {
            throw new Failure(Failure.Kind.INPUT, reading.problems());
        }
        return reading.metadata();
    }
}
