package dev.wgmesh.render;

import dev.wgmesh.mesh.Node;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.PeerState;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is known of a node, as {@code plan -o json} prints it and {@code --facts} reads it. */
public final class NodeFactsJson {
    private NodeFactsJson() {}

    /** The node's network, its interface where there is one, and the peers of that. */
    public static ObjectNode of(Node node) {
        NodeFacts facts = node.facts();
        ObjectNode json = Json.object();
        ArrayNode addresses = json.putArray("addresses");
        facts.addresses()
                .forEach(
                        a ->
                                addresses
                                        .addObject()
                                        .put("device", a.device())
                                        .put("address", a.address().toString())
                                        .put("prefixLength", a.prefixLength()));
        ArrayNode onLink = json.putArray("onLink");
        facts.onLink()
                .forEach(
                        link ->
                                onLink.addObject()
                                        .put("device", link.device())
                                        .put("prefix", link.prefix().toString()));
        json.set("gateways", Json.strings(facts.gateways()));
        json.set("resolvers", Json.strings(facts.resolvers()));
        ArrayNode routes = json.putArray("routes");
        facts.routes().forEach(route -> routes.add(DevicePlanJson.route(route)));
        node.actual().ifPresent(device -> json.set("interface", device(device)));
        ArrayNode peers = json.putArray("peers");
        node.actual().ifPresent(device -> device.peers().forEach(p -> peers.add(peer(p))));
        return json;
    }

    private static ObjectNode device(DeviceState device) {
        ObjectNode json = Json.object().put("name", device.name());
        device.key().ifPresent(key -> json.put("publicKey", key.base64()));
        json.put("port", device.port()).put("up", device.up()).put("mtu", device.mtu());
        json.set("addresses", Json.strings(device.addresses()));
        return json;
    }

    private static ObjectNode peer(PeerState state) {
        ObjectNode json = Json.object().put("publicKey", state.peer().key().base64());
        state.peer().endpoint().ifPresent(e -> json.put("endpoint", e.toString()));
        json.set("allowedIps", Json.strings(state.peer().allowedIps()));
        json.put("keepalive", state.peer().keepalive().toSeconds());
        state.handshake().ifPresent(at -> json.put("handshake", at.toString()));
        return json.put("received", state.received()).put("sent", state.sent());
    }
}
