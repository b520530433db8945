package dev.wgmesh.render;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.ClaimPath;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.PlannedChange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The plan of a pass, or of a take-down, for programs. */
final class DevicePlanJson {
    private DevicePlanJson() {}

    /** Puts what is wanted and what changes into a document. */
    static void put(ObjectNode document, DevicePlan plan) {
        document.put("interface", plan.desired().device());
        document.put("self", plan.desired().self().text());
        document.put("paths", plan.desired().paths().toString());
        document.put("settled", plan.converged());
        ArrayNode peers = document.putArray("peers");
        plan.desired().peers().forEach(peer -> put(peers.addObject(), peer));
        plan.create()
                .ifPresent(it ->
                        document.putObject("create").put("name", it.name()).put("port", it.port()));
        document.set("changes", changes(plan.changes()));
        document.set("heldBack", Json.problems(plan.messages().heldBack()));
        document.set("notices", Json.problems(plan.messages().notices()));
    }

    /** Changes in their order, each with its reason. */
    static ArrayNode changes(List<PlannedChange> changes) {
        ArrayNode array = Json.object().putArray("changes");
        for (PlannedChange planned : changes) {
            put(array.addObject(), planned.change()).put("reason", planned.reason());
        }
        return array;
    }

    private static void put(ObjectNode node, DesiredPeer peer) {
        node.put("host", peer.host().text());
        put(new TreeFields(node), peer.peer());
        node.set("candidates", Json.strings(peer.candidates()));
        node.put("endpointSource", peer.endpoint().source().toString());
        if (peer.endpoint().unreachable()) {
            node.put("unreachable", peer.endpoint().reason());
        }
        ArrayNode paths = node.putArray("ways");
        peer.paths().forEach(path -> paths.add(way(path)));
    }

    /** Returns the path of a claim. */
    static ObjectNode way(ClaimPath path) {
        ObjectNode way = Json.object();
        way.put("claim", path.claim().toString()).put("kind", path.kind().toString());
        path.route().ifPresent(route -> way.set("route", route(route)));
        return way.put("reason", path.reason());
    }

    private static ObjectNode put(ObjectNode node, DeviceChange change) {
        return switch (change) {
            case DeviceChange.SetLinkUp() -> node.put("change", "setLinkUp");
            case DeviceChange.AddPeer(Peer peer, Optional<PresharedKey> psk) -> {
                node.put("change", "addPeer");
                put(new TreeFields(node), peer);
                psk.ifPresent(_ -> node.put("presharedKey", true));
                yield node;
            }
            case DeviceChange.SetPrivateKey(PrivateKey key) ->
                    node.put("change", "setPrivateKey").put("key", key.publicKey().base64());
            case DeviceChange.SetPresharedKey(PublicKey key, Optional<PresharedKey> psk) ->
                    node.put("change", "setPresharedKey")
                            .put("key", key.base64())
                            .put("presharedKey", psk.isPresent());
            case DeviceChange.UpdatePeer(
                            PublicKey key,
                            Optional<Endpoint> endpoint,
                            Optional<List<Prefix>> allowedIps,
                            Optional<Duration> keepalive) -> {
                node.put("change", "updatePeer").put("key", key.base64());
                endpoint.ifPresent(e -> node.put("endpoint", e.toString()));
                allowedIps.ifPresent(list -> node.set("allowedIps", Json.strings(list)));
                keepalive.ifPresent(k -> node.put("keepalive", k.toSeconds()));
                yield node;
            }
            case DeviceChange.RemovePeer(PublicKey key) ->
                    node.put("change", "removePeer").put("key", key.base64());
            case DeviceChange.AddAddress(IpAddress address) ->
                    node.put("change", "addAddress").put("address", address.toString());
            case DeviceChange.RemoveAddress(IpAddress address) ->
                    node.put("change", "removeAddress").put("address", address.toString());
            case DeviceChange.AddRoute(Route route) ->
                    node.put("change", "addRoute").set("route", route(route));
            case DeviceChange.ReplaceRoute(Route before, Route after) ->
                    node.put("change", "replaceRoute")
                            .set("before", route(before))
                            .set("route", route(after));
            case DeviceChange.RemoveRoute(Route route) ->
                    node.put("change", "removeRoute").set("route", route(route));
            case DeviceChange.SetForwarding(Family family, boolean on, long table) -> {
                node.put("change", "setForwarding").put("family", family.text()).put("on", on);
                StateFields.put(new TreeFields(node), new RoutePlace(table, 0));
                yield node;
            }
        };
    }

    static void put(JsonFields node, Peer peer) {
        node.put("key", peer.key().base64());
        node.put("endpoint", peer.endpoint());
        node.put("allowedIps", peer.allowedIps());
        node.put("keepalive", peer.keepalive().toSeconds());
    }

    static ObjectNode route(Route route) {
        ObjectNode node = Json.object();
        StateFields.put(new TreeFields(node), route);
        return node;
    }
}
