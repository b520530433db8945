package dev.wgmesh.apply;

import dev.wgmesh.device.NodeReading;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.HeldKey;
import dev.wgmesh.mesh.KnownMember;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.SelfSelector;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.problem.Failure;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys by which a pass knows which member this node is. */
final class NodeIdentity {
    private NodeIdentity() {}

    /**
     * Returns how to find this node: by the key of the interface, if it is one of this node's; else
     * by that of the key file.
     *
     * @throws Failure UNREADABLE where there is neither
     */
    static SelfSelector of(
            PassRequest request, Optional<DeviceState> actual, NodeState state, Mesh mesh) {
        List<HeldKey> held = request.heldKeys().get();
        Optional<PublicKey> there = actual.flatMap(DeviceState::key);
        boolean own =
                there.filter(key ->
                                held.stream().anyMatch(it -> it.publicKey().equals(key))
                                        || isKnown(key, state)
                                                && !isOfAnotherMember(request, state, mesh))
                        .isPresent();
        PublicKey key = own ? there.orElseThrow() : key(request, actual);
        return new SelfSelector.ByKey(key, request.keyFile(), held);
    }

    private static boolean isKnown(PublicKey key, NodeState state) {
        return state.self().flatMap(state::member).map(KnownMember::key).equals(Optional.of(key));
    }

    /** Returns whether the key file has the key of a member that this node was not. */
    private static boolean isOfAnotherMember(PassRequest request, NodeState state, Mesh mesh) {
        Optional<PublicKey> given = request.key().map(PrivateKey::publicKey);
        return given.isPresent()
                && mesh.members().stream()
                        .filter(member -> member.key().found().equals(given))
                        .anyMatch(member -> !state.self().equals(Optional.of(member.name())));
    }

    private static PublicKey key(PassRequest request, Optional<DeviceState> actual) {
        String where = "interface " + request.device();
        if (request.key().isPresent()) {
            return request.key().get().publicKey();
        }
        DeviceState state =
                actual.orElseThrow(() ->
                        Failure.unreadable(
                                where,
                                "does not exist",
                                "give --key FILE and wg-mesh creates the interface, or create the"
                                        + " interface by hand"));
        return state.key()
                .orElseThrow(() ->
                        Failure.unreadable(
                                where,
                                "has no private key",
                                "wg set " + request.device() + " private-key FILE"));
    }

    /** Returns every key that may be this node's. */
    static Set<PublicKey> keys(PassRequest request, NodeReading read) {
        var own = new HashSet<PublicKey>();
        request.heldKeys().get().forEach(held -> own.add(held.publicKey()));
        request.key().ifPresent(key -> own.add(key.publicKey()));
        read.device().flatMap(DeviceState::key).ifPresent(own::add);
        return own;
    }
}
