package dev.wgmesh.render;

import dev.wgmesh.mesh.KnownEndpoint;
import dev.wgmesh.mesh.KnownMember;
import dev.wgmesh.mesh.KnownPolicy;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.OwnedState;
import dev.wgmesh.mesh.PublishedMember;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Route;
import tools.jackson.databind.node.ObjectNode;

/** Writes the state of a node as JSON; {@link StateReader} reads it. */
public final class StateWriter {
    static final String KIND = "state";

    private StateWriter() {}

    /** Returns the text of a state file. */
    public static String text(NodeState state, MeshName mesh, String device) {
        ObjectNode root = Json.document(KIND);
        root.put("mesh", mesh.text());
        root.put("interface", device);
        StateFields.put(root, "self", state.self());
        var members = root.putArray("members");
        state.members().forEach(member -> put(members.addObject(), member));
        put(root.putObject("ours"), state.owned());
        var policies = root.putArray("policies");
        state.policies().forEach(policy -> put(policies.addObject(), policy));
        StateFields.put(root, "surroundings", state.localAddresses());
        state.heldRemovals()
                .ifPresent(list -> {
                    ObjectNode node = root.putObject("shortList");
                    StateFields.put(node, "hosts", list.hosts());
                    node.put("since", list.since().toString());
                });
        return Json.text(root);
    }

    private static void put(ObjectNode node, KnownMember member) {
        node.put("name", member.name().text());
        node.put("list", member.list().text());
        node.put("key", member.key().base64());
        StateFields.put(node, "held", member.acceptedClaims());
        put(node.putObject("published"), member.published());
        member.endpoint().ifPresent(endpoint -> put(node.putObject("endpoint"), endpoint));
    }

    private static void put(ObjectNode node, PublishedMember published) {
        StateFields.put(node, "addresses", published.addresses());
        StateFields.put(node, "endpoints", published.endpoints());
        StateFields.put(node, "reflexive", published.reflexive());
        StateFields.put(node, published.metadata());
    }

    private static void put(ObjectNode node, KnownEndpoint known) {
        node.put("endpoint", known.endpoint().toString());
        StateFields.put(node, "written", known.writtenAt());
        StateFields.put(node, "handshake", known.handshakeBefore());
        node.put("sent", known.sent());
        node.put("attempts", known.attempts());
    }

    private static void put(ObjectNode node, OwnedState owned) {
        var routes = node.putArray("routes");
        owned.routes().forEach(route -> put(routes.addObject(), route));
        StateFields.put(node, "addresses", owned.addresses());
        node.put("interfaceMade", owned.ownsInterface());
    }

    private static void put(ObjectNode node, Route route) {
        node.put("to", route.destination().toString());
        node.put("device", route.device());
        StateFields.put(node, "via", route.via());
        StateFields.put(node, "source", route.source());
        node.put("protocol", route.protocol());
    }

    private static void put(ObjectNode node, KnownPolicy known) {
        node.put("list", known.list().text());
        StateFields.put(node, "parent", known.parent());
        StateFields.put(node, known.policy());
    }
}
