package dev.wgmesh.render;

import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.Node;
import dev.wgmesh.mesh.Path;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.plan.DeviceChange.AddAddress;
import dev.wgmesh.plan.DeviceChange.AddPeer;
import dev.wgmesh.plan.DeviceChange.AddRoute;
import dev.wgmesh.plan.DeviceChange.RemoveAddress;
import dev.wgmesh.plan.DeviceChange.RemovePeer;
import dev.wgmesh.plan.DeviceChange.RemoveRoute;
import dev.wgmesh.plan.DeviceChange.ReplaceRoute;
import dev.wgmesh.plan.DeviceChange.UpdatePeer;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.PlannedChange;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The plan of a pass as {@code wg-mesh/plan}. */
public final class DevicePlanJson {
    private DevicePlanJson() {}

    /** The document; {@code facts} is what {@code --facts} reads. */
    public static ObjectNode of(DevicePlan plan, Node node) {
        ObjectNode json = Json.document("plan");
        json.put("interface", plan.desired().device());
        json.put("self", plan.desired().self().text());
        json.put("paths", plan.desired().paths().toString());
        ArrayNode members = json.putArray("members");
        plan.desired().peers().forEach(peer -> members.add(member(peer)));
        plan.create()
                .ifPresent(
                        i ->
                                json.putObject("create")
                                        .put("interface", i.name())
                                        .put("port", i.port()));
        ArrayNode changes = json.putArray("changes");
        plan.changes().forEach(change -> changes.add(change(change)));
        json.set("heldBack", Json.problems(plan.told().heldBack()));
        json.set("problems", Json.problems(plan.told().problems()));
        json.set("notices", Json.problems(plan.told().notices()));
        json.put("settled", plan.settled());
        json.set("facts", NodeFactsJson.of(node));
        return json;
    }

    private static ObjectNode member(DesiredPeer peer) {
        ObjectNode json = Json.object().put("host", peer.host().text());
        json.put("publicKey", peer.peer().key().base64());
        peer.peer().endpoint().ifPresent(e -> json.put("endpoint", e.toString()));
        json.put("endpointReason", peer.endpoint().reason());
        json.set("candidates", Json.strings(peer.candidates()));
        json.set("allowedIps", Json.strings(peer.peer().allowedIps()));
        json.put("keepalive", peer.peer().keepalive().toSeconds());
        ArrayNode paths = json.putArray("paths");
        for (Path path : peer.paths()) {
            ObjectNode each = paths.addObject().put("claim", path.claim().toString());
            each.put("path", path.kind().toString());
            path.route().ifPresent(route -> each.set("route", route(route)));
            each.put("reason", path.reason());
        }
        return json;
    }

    static ObjectNode route(Route route) {
        ObjectNode json = Json.object().put("destination", route.destination().toString());
        json.put("device", route.device());
        route.via().ifPresent(hop -> json.put("via", hop.toString()));
        route.source().ifPresent(source -> json.put("source", source.toString()));
        return json.put("protocol", route.protocol());
    }

    private static ObjectNode change(PlannedChange planned) {
        ObjectNode json = change(planned.change());
        return json.put("reason", planned.reason());
    }

    private static ObjectNode change(DeviceChange change) {
        ObjectNode json = Json.object();
        switch (change) {
            case AddPeer add -> {
                json.put("change", "addPeer").put("publicKey", add.peer().key().base64());
                add.peer().endpoint().ifPresent(e -> json.put("endpoint", e.toString()));
                json.set("allowedIps", Json.strings(add.peer().allowedIps()));
                json.put("keepalive", add.peer().keepalive().toSeconds());
            }
            case UpdatePeer update -> {
                json.put("change", "updatePeer").put("publicKey", update.key().base64());
                update.endpoint().ifPresent(e -> json.put("endpoint", e.toString()));
                update.allowedIps().ifPresent(ips -> json.set("allowedIps", Json.strings(ips)));
                update.keepalive().ifPresent(k -> json.put("keepalive", k.toSeconds()));
            }
            case RemovePeer gone ->
                    json.put("change", "removePeer").put("publicKey", gone.key().base64());
            case AddAddress add ->
                    json.put("change", "addAddress").put("address", add.address().toString());
            case RemoveAddress gone ->
                    json.put("change", "removeAddress").put("address", gone.address().toString());
            case AddRoute add -> json.put("change", "addRoute").set("route", route(add.route()));
            case ReplaceRoute replace -> {
                json.put("change", "replaceRoute").set("before", route(replace.before()));
                json.set("route", route(replace.after()));
            }
            case RemoveRoute gone ->
                    json.put("change", "removeRoute").set("route", route(gone.route()));
        }
        return json;
    }
}
