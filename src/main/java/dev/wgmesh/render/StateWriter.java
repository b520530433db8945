package dev.wgmesh.render;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.HeldPolicy;
import dev.wgmesh.mesh.KeyChange;
import dev.wgmesh.mesh.KnownEndpoint;
import dev.wgmesh.mesh.KnownMember;
import dev.wgmesh.mesh.KnownPolicy;
import dev.wgmesh.mesh.KnownPsk;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.OriginalState;
import dev.wgmesh.mesh.OtherKey;
import dev.wgmesh.mesh.OwnedForwarding;
import dev.wgmesh.mesh.OwnedState;
import dev.wgmesh.mesh.PublishedMember;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RoutePlace;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Collection;
import java.util.function.BiConsumer;

/** Writes the state of a node as JSON; {@link StateReader} reads it. */
public final class StateWriter {
    static final String KIND = "state";

    static final String SIGNED_UNTIL = "signedUntil";

    /** Version 1 had other names, and neither peers in {@code owned} nor {@code original}. */
    static final int VERSION = 2;

    private StateWriter() {}

    /** Returns the text of a state file. */
    public static String text(NodeState state, MeshName mesh, String device) {
        var text = new StringWriter();
        write(state, mesh, device, text);
        return text.toString();
    }

    /**
     * Writes the text of a state file.
     *
     * @throws java.io.UncheckedIOException if {@code text} cannot be written
     */
    public static void write(NodeState state, MeshName mesh, String device, Writer text) {
        JsonStream.write(
                KIND,
                VERSION,
                text,
                root -> {
                    root.put("mesh", mesh.text());
                    root.put("interface", device);
                    put(root, state);
                });
    }

    private static void put(JsonFields root, NodeState state) {
        root.put("self", state.self());
        root.objects("members", state.members(), StateWriter::put);
        root.object("owned", owned -> put(owned, state.owned()));
        root.object("original", original -> put(original, state.original()));
        root.objects("policies", state.policies(), StateWriter::put);
        root.put("localAddresses", state.localAddresses());
        state.heldRemovals()
                .ifPresent(list ->
                        root.object(
                                "heldRemovals",
                                node -> {
                                    node.put("hosts", list.hosts());
                                    node.put("since", list.since().toString());
                                }));
        putAny(root, "heldPolicies", state.heldPolicies(), StateWriter::put);
        putAny(root, "presharedKeys", state.presharedKeys(), StateWriter::put);
        putAny(root, "observed", state.observed(), ObservedMemberJson::put);
        putAny(root, "keyChanges", state.keyChanges(), StateWriter::put);
        if (!state.signedUntil().isEmpty()) {
            root.object(
                    SIGNED_UNTIL,
                    ends ->
                            state.signedUntil()
                                    .forEach((host, end) -> ends.put(host.text(), end.toString())));
        }
    }

    /** Puts an array of objects; nothing where there are none. */
    private static <T> void putAny(
            JsonFields root, String name, Collection<T> values, BiConsumer<JsonFields, T> put) {
        if (!values.isEmpty()) {
            root.objects(name, values, put);
        }
    }

    private static void put(JsonFields node, HeldPolicy held) {
        node.put("list", held.list().text());
        StateFields.put(node, held.policy());
        node.put("since", held.since().toString());
    }

    private static void put(JsonFields node, KnownPsk known) {
        node.put("host", known.host().text());
        node.put("key", known.key().base64());
        node.put("shown", known.shown());
    }

    private static void put(JsonFields node, KeyChange change) {
        node.put("host", change.host().text());
        node.put("trusted", change.trusted().base64());
        node.put("published", change.published().base64());
        node.put("since", change.since().toString());
    }

    private static void put(JsonFields node, KnownMember member) {
        node.put("name", member.name().text());
        node.put("list", member.list().text());
        node.put("key", member.key().base64());
        node.put("acceptedClaims", member.acceptedClaims());
        node.object("published", published -> put(published, member.published()));
        member.endpoint().ifPresent(known -> node.object("endpoint", it -> put(it, known)));
        node.put("since", member.since());
        member.other().ifPresent(other -> node.object("otherKey", it -> put(it, other)));
    }

    private static void put(JsonFields node, OtherKey other) {
        node.put("key", other.key().base64());
        node.put("since", other.since().toString());
    }

    private static void put(JsonFields node, PublishedMember published) {
        node.put("addresses", published.addresses());
        node.put("endpoints", published.endpoints());
        node.put("reflexive", published.reflexive());
        StateFields.put(node, published.metadata());
    }

    private static void put(JsonFields node, KnownEndpoint known) {
        node.put("endpoint", known.endpoint().toString());
        node.put("writtenAt", known.writtenAt());
        node.put("handshakeBefore", known.handshakeBefore());
        node.put("sent", known.sent());
        node.put("attempts", known.attempts());
    }

    private static void put(JsonFields node, OwnedState owned) {
        node.objects("routes", owned.routes(), StateFields::put);
        node.put("addresses", owned.addresses());
        node.put("peers", owned.peers().stream().map(PublicKey::base64).toList());
        OwnedForwarding forwarding = owned.forwarding();
        if (!forwarding.families().isEmpty()) {
            node.put(
                    "forwarding",
                    forwarding.families().stream().map(Family::text).sorted().toList());
        }
        if (forwarding.table() != RoutePlace.MAIN_TABLE) {
            node.put("forwardingTable", forwarding.table());
        }
        node.put("ownsInterface", owned.ownsInterface());
    }

    private static void put(JsonFields node, OriginalState original) {
        node.objects("peers", original.peers(), StateWriter::put);
        node.objects("routes", original.routes(), StateFields::put);
    }

    private static void put(JsonFields node, OriginalState.OriginalPeer peer) {
        DevicePlanJson.put(node, peer.peer());
        node.put("presharedKey", peer.presharedKey());
    }

    private static void put(JsonFields node, KnownPolicy known) {
        node.put("list", known.list().text());
        node.put("parent", known.parent());
        StateFields.put(node, known.policy());
    }
}
