package dev.wgmesh.render;

import dev.wgmesh.mesh.KnownEndpoint;
import dev.wgmesh.mesh.KnownMember;
import dev.wgmesh.mesh.KnownPolicy;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.OwnedState;
import dev.wgmesh.mesh.PublishedMember;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Route;
import java.util.Collection;
import java.util.Optional;
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
        put(root, "self", state.self());
        var members = root.putArray("members");
        state.members().forEach(member -> put(members.addObject(), member));
        put(root.putObject("ours"), state.owned());
        var policies = root.putArray("policies");
        state.policies().forEach(policy -> put(policies.addObject(), policy));
        put(root, "surroundings", state.localAddresses());
        state.heldRemovals()
                .ifPresent(list -> {
                    ObjectNode node = root.putObject("shortList");
                    put(node, "hosts", list.hosts());
                    node.put("since", list.since().toString());
                });
        return Json.text(root);
    }

    private static void put(ObjectNode node, KnownMember member) {
        node.put("name", member.name().text());
        node.put("list", member.list().text());
        node.put("key", member.key().base64());
        put(node, "held", member.acceptedClaims());
        put(node.putObject("published"), member.published());
        member.endpoint().ifPresent(endpoint -> put(node.putObject("endpoint"), endpoint));
    }

    private static void put(ObjectNode node, PublishedMember published) {
        put(node, "addresses", published.addresses());
        put(node, "endpoints", published.endpoints());
        put(node, "reflexive", published.reflexive());
        Metadata metadata = published.metadata();
        put(node, "site", metadata.site());
        metadata.nat().ifPresent(nat -> node.put("nat", nat));
        put(node, "nets", metadata.nets());
        put(node, "nextKey", metadata.nextKey());
        put(node, "other", metadata.other());
    }

    private static void put(ObjectNode node, KnownEndpoint known) {
        node.put("endpoint", known.endpoint().toString());
        put(node, "written", known.writtenAt());
        put(node, "handshake", known.handshakeBefore());
        node.put("sent", known.sent());
        node.put("attempts", known.attempts());
    }

    private static void put(ObjectNode node, OwnedState owned) {
        var routes = node.putArray("routes");
        owned.routes().forEach(route -> put(routes.addObject(), route));
        put(node, "addresses", owned.addresses());
        node.put("interfaceMade", owned.ownsInterface());
    }

    private static void put(ObjectNode node, Route route) {
        node.put("to", route.destination().toString());
        node.put("device", route.device());
        put(node, "via", route.via());
        put(node, "source", route.source());
        node.put("protocol", route.protocol());
    }

    private static void put(ObjectNode node, KnownPolicy known) {
        node.put("list", known.list().text());
        put(node, "parent", known.parent());
        Policy policy = known.policy();
        put(node, "pools", policy.pools());
        put(node, "allow", policy.allow());
        put(node, "paths", policy.paths());
        policy.ttl().ifPresent(ttl -> node.put("ttl", ttl.toSeconds()));
    }

    private static void put(ObjectNode node, String field, Optional<?> value) {
        value.ifPresent(v -> node.put(field, v.toString()));
    }

    private static void put(ObjectNode node, String field, Collection<?> values) {
        var array = node.putArray(field);
        values.forEach(value -> array.add(value.toString()));
    }
}
