package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.SelfSelector;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.problem.Failure;
import java.util.Optional;

/** The check that the interface is the one that the pass is for. */
final class InterfaceCheck {
    private InterfaceCheck() {}

    /**
     * Throws UNREADABLE where it is missing and not to be created, REFUSED where it has another
     * key.
     */
    static void check(NodeContext node) {
        if (!(node.self() instanceof SelfSelector.ByKey(PublicKey mine, _, _))) {
            return;
        }
        if (node.actual().isEmpty()) {
            if (!node.options().createInterface()) {
                throw Failure.unreadable(
                        node.device(),
                        "no such interface",
                        "create the interface, or let wg-mesh create one: --key FILE");
            }
            return;
        }
        Optional<PublicKey> actual = node.actual().flatMap(DeviceState::key);
        if (!actual.equals(Optional.of(mine))) {
            throw Failure.refused(
                    node.device(),
                    actual.map(key -> "has the key " + key + ", expected " + mine)
                            .orElse("has no private key"),
                    "choose another interface (-i NAME), or give the key file of this one (--key"
                            + " FILE)");
        }
    }
}
