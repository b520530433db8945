package dev.wgmesh.diagnosis;

import dev.wgmesh.diagnosis.PacketFilter.BaseChain;
import dev.wgmesh.diagnosis.PacketFilter.Decision;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Endpoint;
import java.util.List;

/** The rules of nftables, and those of iptables, let the packets of peers in. */
final class FirewallCheck implements Check {
    private static final String NAME = "firewall";

    @Override
    public List<CheckResult> run(NodeExamination node) {
        return List.of(
                switch (node.host().firewall()) {
                    case Fact.Unknown<PacketFilter>(var why) -> CheckResult.skipped(NAME, why);
                    case Fact.Known<PacketFilter>(PacketFilter filter) -> result(node, filter);
                });
    }

    private static CheckResult result(NodeExamination node, PacketFilter filter) {
        int port =
                node.state()
                        .map(DeviceState::port)
                        .filter(it -> it != 0)
                        .orElse(Endpoint.DEFAULT_PORT);
        Decision decision = filter.decide(port, node.uplinks());
        String chain = decision.by().map(BaseChain::text).orElse("");
        String fix = decision.by().map(it -> it.accept(port)).orElse("");
        return switch (decision.outcome()) {
            case ACCEPTED -> CheckResult.ok(NAME, "lets UDP port " + port + " in");
            case IN_PART ->
                    CheckResult.warning(
                            NAME,
                            "chain %s lets UDP port %d in from some sources only"
                                    .formatted(chain, port),
                            fix);
            case DROPPED ->
                    CheckResult.failed(
                            NAME, "chain %s drops UDP port %d".formatted(chain, port), fix);
        };
    }
}
