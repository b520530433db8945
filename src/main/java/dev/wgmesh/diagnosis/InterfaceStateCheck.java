package dev.wgmesh.diagnosis;

import dev.wgmesh.model.DeviceState;
import java.util.List;
import java.util.Optional;

/** The interface exists, is up and has a key. */
final class InterfaceStateCheck implements Check {
    private static final String NAME = "interface";

    @Override
    public List<CheckResult> run(NodeExamination node) {
        return List.of(
                switch (node.wireguard()) {
                    case Fact.Unknown<Optional<DeviceState>>(var why) ->
                            CheckResult.failed(NAME, why);
                    case Fact.Known<Optional<DeviceState>>(var state) ->
                            state.map(it -> existing(node, it)).orElseGet(() -> missing(node));
                });
    }

    private static CheckResult missing(NodeExamination node) {
        return CheckResult.failed(
                NAME,
                node.device() + " does not exist",
                "wg-mesh apply " + node.mesh().text() + " --key FILE");
    }

    private static CheckResult existing(NodeExamination node, DeviceState state) {
        if (!state.up()) {
            return CheckResult.failed(
                    NAME, node.device() + " is down", "ip link set " + node.device() + " up");
        }
        if (state.key().isEmpty()) {
            return CheckResult.failed(
                    NAME,
                    node.device() + " has no private key",
                    "wg set " + node.device() + " private-key FILE");
        }
        int peers = state.peers().size();
        return CheckResult.ok(
                NAME,
                "%s is up, MTU %d, %d %s"
                        .formatted(
                                node.device(), state.mtu(), peers, peers == 1 ? "peer" : "peers"));
    }
}
