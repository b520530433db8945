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
import dev.wgmesh.mesh.OwnedForwarding;
import dev.wgmesh.mesh.OwnedState;
import dev.wgmesh.mesh.PublishedMember;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Route;
import dev.wgmesh.model.RoutePlace;
import java.io.StringWriter;
import tools.jackson.databind.node.ObjectNode;

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
        var document = new JsonStream(KIND, VERSION, text);
        document.fields(root -> {
            root.put("mesh", mesh.text());
            root.put("interface", device);
            StateFields.put(root, "self", state.self());
        });
        document.objects("members", state.members(), StateWriter::put);
        document.object("owned", () -> write(document, state.owned()));
        document.fields(root -> put(root, state));
        document.end();
        return text.toString();
    }

    /** Puts what is left after the members and what wg-mesh made. */
    private static void put(ObjectNode root, NodeState state) {
        put(root.putObject("original"), state.original());
        var policies = root.putArray("policies");
        state.policies().forEach(policy -> put(policies.addObject(), policy));
        StateFields.put(root, "localAddresses", state.localAddresses());
        state.heldRemovals()
                .ifPresent(list -> {
                    ObjectNode node = root.putObject("heldRemovals");
                    StateFields.put(node, "hosts", list.hosts());
                    node.put("since", list.since().toString());
                });
        putHeld(root, state);
        if (!state.signedUntil().isEmpty()) {
            ObjectNode ends = root.putObject(SIGNED_UNTIL);
            state.signedUntil().forEach((host, end) -> ends.put(host.text(), end.toString()));
        }
    }

    /** Puts what a guard or a pin holds; nothing where nothing is held. */
    private static void putHeld(ObjectNode root, NodeState state) {
        if (!state.heldPolicies().isEmpty()) {
            var policies = root.putArray("heldPolicies");
            for (HeldPolicy held : state.heldPolicies()) {
                ObjectNode node = policies.addObject().put("list", held.list().text());
                StateFields.put(node, held.policy());
                node.put("since", held.since().toString());
            }
        }
        if (!state.presharedKeys().isEmpty()) {
            var keys = root.putArray("presharedKeys");
            for (KnownPsk known : state.presharedKeys()) {
                ObjectNode node = keys.addObject().put("host", known.host().text());
                node.put("key", known.key().base64());
                StateFields.put(node, "shown", known.shown());
            }
        }
        if (!state.observed().isEmpty()) {
            var observed = root.putArray("observed");
            state.observed()
                    .forEach(member -> ObservedMemberJson.put(observed.addObject(), member));
        }
        if (!state.keyChanges().isEmpty()) {
            var changes = root.putArray("keyChanges");
            for (KeyChange change : state.keyChanges()) {
                changes.addObject()
                        .put("host", change.host().text())
                        .put("trusted", change.trusted().base64())
                        .put("published", change.published().base64())
                        .put("since", change.since().toString());
            }
        }
    }

    private static void put(ObjectNode node, KnownMember member) {
        node.put("name", member.name().text());
        node.put("list", member.list().text());
        node.put("key", member.key().base64());
        StateFields.put(node, "acceptedClaims", member.acceptedClaims());
        put(node.putObject("published"), member.published());
        member.endpoint().ifPresent(endpoint -> put(node.putObject("endpoint"), endpoint));
        StateFields.put(node, "since", member.since());
        member.other()
                .ifPresent(other ->
                        node.putObject("otherKey")
                                .put("key", other.key().base64())
                                .put("since", other.since().toString()));
    }

    private static void put(ObjectNode node, PublishedMember published) {
        StateFields.put(node, "addresses", published.addresses());
        StateFields.put(node, "endpoints", published.endpoints());
        StateFields.put(node, "reflexive", published.reflexive());
        StateFields.put(node, published.metadata());
    }

    private static void put(ObjectNode node, KnownEndpoint known) {
        node.put("endpoint", known.endpoint().toString());
        StateFields.put(node, "writtenAt", known.writtenAt());
        StateFields.put(node, "handshakeBefore", known.handshakeBefore());
        node.put("sent", known.sent());
        node.put("attempts", known.attempts());
    }

    private static void write(JsonStream document, OwnedState owned) {
        document.<Route>objects("routes", owned.routes(), StateFields::put);
        document.fields(node -> putOthers(node, owned));
    }

    private static void putOthers(ObjectNode node, OwnedState owned) {
        StateFields.put(node, "addresses", owned.addresses());
        StateFields.put(node, "peers", owned.peers().stream().map(PublicKey::base64).toList());
        OwnedForwarding forwarding = owned.forwarding();
        if (!forwarding.families().isEmpty()) {
            StateFields.put(
                    node,
                    "forwarding",
                    forwarding.families().stream().map(Family::text).sorted().toList());
        }
        if (forwarding.table() != RoutePlace.MAIN_TABLE) {
            node.put("forwardingTable", forwarding.table());
        }
        node.put("ownsInterface", owned.ownsInterface());
    }

    private static void put(ObjectNode node, OriginalState original) {
        var peers = node.putArray("peers");
        for (OriginalState.OriginalPeer peer : original.peers()) {
            DevicePlanJson.peer(peers.addObject(), peer.peer())
                    .put("presharedKey", peer.presharedKey());
        }
        var routes = node.putArray("routes");
        original.routes().forEach(route -> StateFields.put(routes.addObject(), route));
    }

    private static void put(ObjectNode node, KnownPolicy known) {
        node.put("list", known.list().text());
        StateFields.put(node, "parent", known.parent());
        StateFields.put(node, known.policy());
    }
}
