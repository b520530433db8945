package dev.wgmesh.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clock is right. Signatures end by it, pairs behind NAT meet by it, and WireGuard refuses the
 * handshakes of a node whose clock went back.
 */
final class ClockCheck implements Check {
    private static final String NAME = "clock";
    private static final String FIX = "timedatectl set-ntp true";

    /** No wg-mesh is older. */
    private static final Instant EARLIEST = Instant.parse("2025-01-01T00:00:00Z");

    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    @Override
    public List<CheckResult> run(NodeExamination node) {
        Instant now = node.mesh().now();
        Optional<Instant> seen =
                Stream.concat(
                                node.mesh().lastPass().map(it -> it.at()).stream(),
                                node.state().stream()
                                        .flatMap(it -> it.peers().stream())
                                        .flatMap(it -> it.handshake().stream()))
                        .max(Instant::compareTo);
        if (now.isBefore(EARLIEST)) {
            return List.of(CheckResult.failed(NAME, "it is set to " + now, FIX));
        }
        if (seen.filter(at -> now.isBefore(at.minus(TOLERANCE))).isPresent()) {
            return List.of(
                    CheckResult.failed(
                            NAME,
                            "it is set to %s, before the last pass or handshake at %s"
                                    .formatted(now, seen.get()),
                            FIX));
        }
        return List.of(
                switch (node.host().clockSynchronized()) {
                    case Fact.Unknown<Boolean>(var why) -> CheckResult.skipped(NAME, why);
                    case Fact.Known<Boolean>(Boolean on) ->
                            on
                                    ? CheckResult.ok(NAME, "synchronised")
                                    : CheckResult.warning(NAME, "is not synchronised", FIX);
                });
    }
}
