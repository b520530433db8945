package dev.wgmesh.diagnosis;

import java.util.List;
import java.util.stream.Stream;

/** The results of all checks of a node, in the order in which they help. */
public record DoctorReport(NodeExamination node, List<CheckResult> results) {
    private static final List<Check> CHECKS =
            List.of(
                    new InterfaceStateCheck(),
                    new PortCheck(),
                    new DnsCheck(),
                    new KeyCheck(),
                    new MembershipCheck(),
                    new ClockCheck(),
                    new ResolverCheck(),
                    new PoolCheck(),
                    new FirewallCheck(),
                    new MtuCheck(),
                    new ReversePathCheck(),
                    new ForwardingCheck(),
                    new NetworkdCheck(),
                    new UnitOrderCheck());

    public DoctorReport {
        results = List.copyOf(results);
    }

    /**
     * Runs the checks.
     *
     * @param k3s whether k3s should be there
     */
    public static DoctorReport of(NodeExamination node, boolean k3s) {
        return new DoctorReport(
                node,
                Stream.concat(CHECKS.stream(), Stream.of(new K3sCheck(k3s)))
                        .flatMap(check -> check.run(node).stream())
                        .toList());
    }

    /** Returns how many results have the verdict. */
    public long count(Verdict verdict) {
        return results.stream().filter(it -> it.verdict() == verdict).count();
    }
}
