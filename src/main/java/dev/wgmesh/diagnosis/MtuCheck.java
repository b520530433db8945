package dev.wgmesh.diagnosis;

import java.util.List;
import java.util.Optional;

/** Packets as large as the interface allows reach other members. */
final class MtuCheck implements Check {
    private static final String NAME = "mtu";

    @Override
    public List<CheckResult> run(NodeExamination node) {
        return switch (node.host().probes()) {
            case Fact.Unknown<List<MtuProbe>>(var why) -> List.of(CheckResult.skipped(NAME, why));
            case Fact.Known<List<MtuProbe>>(var probes) ->
                    probes.isEmpty()
                            ? List.of(CheckResult.skipped(NAME, "no member has a session"))
                            : results(node, probes);
        };
    }

    private static List<CheckResult> results(NodeExamination node, List<MtuProbe> probes) {
        List<CheckResult> faults =
                probes.stream().flatMap(probe -> fault(node, probe).stream()).toList();
        if (!faults.isEmpty()) {
            return faults;
        }
        List<String> names = probes.stream().map(it -> it.host().text()).toList();
        return List.of(
                CheckResult.ok(
                        NAME,
                        "packets of %d octets reach %s"
                                .formatted(probes.getFirst().mtu(), NameList.of(names))));
    }

    private static Optional<CheckResult> fault(NodeExamination node, MtuProbe probe) {
        if (probe.largest().isEmpty()) {
            return Optional.of(
                    CheckResult.warning(
                            NAME,
                            probe.host() + " does not answer pings",
                            "wg-mesh why " + probe.host() + " --ping"));
        }
        int largest = probe.largest().getAsInt();
        if (largest < probe.mtu()) {
            return Optional.of(
                    CheckResult.failed(
                            NAME,
                            "packets of %d octets reach %s, packets of %d octets (the MTU) do not"
                                    .formatted(largest, probe.host(), probe.mtu()),
                            "ip link set " + node.device() + " mtu " + largest));
        }
        int fits = probe.carried().orElse(Integer.MAX_VALUE);
        return fits >= probe.mtu()
                ? Optional.empty()
                : Optional.of(
                        CheckResult.warning(
                                NAME,
                                "packets to %s are fragmented: the MTU is %d, the path carries %d"
                                        .formatted(probe.host(), probe.mtu(), fits),
                                "ip link set " + node.device() + " mtu " + fits));
    }
}
