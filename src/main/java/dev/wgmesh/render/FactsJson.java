package dev.wgmesh.render;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.NodeFacts.InterfaceAddress;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.problem.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The facts of a node, as {@code plan -o json} prints them and {@code --facts} reads them. */
public final class FactsJson {
    private FactsJson() {}

    /**
     * A node and its interface.
     *
     * @param device empty: the interface does not exist
     */
    public record Facts(NodeFacts node, Optional<DeviceState> device) {}

    /** Returns the facts as an object, without secrets. */
    public static ObjectNode write(NodeFacts around, Optional<DeviceState> device) {
        ObjectNode facts = Json.object();
        ArrayNode addresses = facts.putArray("addresses");
        around.addresses()
                .forEach(a ->
                        addresses
                                .addObject()
                                .put("device", a.device())
                                .put("address", a.address().toString())
                                .put("prefixLength", a.prefixLength()));
        ArrayNode onLink = facts.putArray("onLink");
        around.onLink()
                .forEach(lan ->
                        onLink.addObject()
                                .put("device", lan.device())
                                .put("prefix", lan.prefix().toString()));
        facts.set("gateways", Json.strings(around.gateways()));
        facts.set("resolvers", Json.strings(around.resolvers()));
        ArrayNode routes = facts.putArray("routes");
        around.routes().forEach(route -> routes.add(DevicePlanJson.route(route)));
        ArrayNode defaultRoutes = facts.putArray("defaultRoutes");
        around.defaultRoutes().forEach(route -> defaultRoutes.add(DevicePlanJson.route(route)));
        ArrayNode filters = facts.putArray("rpFilter");
        around.reversePathFilters()
                .forEach((name, value) ->
                        filters.addObject().put("device", name).put("value", value.intValue()));
        device.ifPresent(state -> facts.set("interface", device(state)));
        ArrayNode peers = facts.putArray("peers");
        device.ifPresent(state -> state.peers().forEach(p -> put(peers.addObject(), p)));
        return facts;
    }

    private static ObjectNode device(DeviceState state) {
        ObjectNode node = Json.object().put("name", state.name());
        state.key().ifPresent(key -> node.put("key", key.base64()));
        node.put("port", state.port()).put("up", state.up()).put("mtu", state.mtu());
        return node.set("addresses", Json.strings(state.addresses()));
    }

    private static void put(ObjectNode node, PeerState state) {
        DevicePlanJson.peer(node, state.peer());
        state.handshake().ifPresent(time -> node.put("handshake", time.toString()));
        node.put("received", state.received()).put("sent", state.sent());
        node.put("presharedKey", state.presharedKey());
    }

    /**
     * Reads facts: an object as {@link #write} returns it, or a document with that object under
     * {@code facts}. A field that is left out is empty.
     *
     * @param where the name of the input, for error messages
     * @throws Failure INPUT where the text contains no facts
     */
    public static Facts read(String text, String where, String device) {
        try {
            JsonNode root = JsonMapper.shared().readTree(text);
            JsonNode facts = root.has("facts") ? root.get("facts") : root;
            if (!facts.isObject()) {
                throw new IllegalArgumentException("no object");
            }
            return new Facts(nodeFacts(facts), device(facts, device));
        } catch (JacksonException e) {
            throw failure(where, "is not JSON: " + e.getOriginalMessage());
        } catch (RuntimeException e) {
            throw failure(where, "contains no facts: " + e.getMessage());
        }
    }

    private static Failure failure(String where, String what) {
        return Failure.input(where, what, "give the \"facts\" of: wg-mesh plan -o json");
    }

    private static NodeFacts nodeFacts(JsonNode facts) {
        return new NodeFacts(
                rows(facts, "addresses", FactsJson::address),
                rows(facts, "onLink", FactsJson::onLink),
                rows(facts, "gateways", FactsJson::ip),
                rows(facts, "resolvers", FactsJson::ip),
                rows(facts, "routes", FactsJson::route),
                rows(facts, "defaultRoutes", FactsJson::route),
                facts.path("rpFilter")
                        .valueStream()
                        .collect(
                                Collectors.toMap(
                                        row -> row.path("device").asString(""),
                                        row -> row.path("value").asInt(0))));
    }

    private static <T> List<T> rows(JsonNode node, String field, Function<JsonNode, T> read) {
        return node.path(field).valueStream().map(read).toList();
    }

    private static IpAddress ip(JsonNode node) {
        return IpAddress.of(node.asString());
    }

    private static InterfaceAddress address(JsonNode row) {
        return new InterfaceAddress(
                row.path("device").asString(""),
                ip(row.path("address")),
                row.path("prefixLength").asInt());
    }

    private static OnLinkPrefix onLink(JsonNode row) {
        return new OnLinkPrefix(
                row.path("device").asString(""), Prefix.of(row.path("prefix").asString()));
    }

    private static Route route(JsonNode row) {
        return new Route(
                Prefix.of(row.path("to").asString()),
                row.path("device").asString(""),
                text(row, "via").map(IpAddress::of),
                text(row, "source").map(IpAddress::of),
                row.path("protocol").asInt(0));
    }

    private static Optional<String> text(JsonNode node, String field) {
        return node.path(field).stringValueOpt();
    }

    private static Optional<DeviceState> device(JsonNode facts, String name) {
        JsonNode own = facts.path("interface");
        List<PeerState> peers = rows(facts, "peers", FactsJson::peer);
        if (own.isMissingNode() && peers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new DeviceState(
                        name,
                        text(own, "key").map(PublicKey::new),
                        own.path("port").asInt(0),
                        own.path("up").asBoolean(true),
                        own.path("mtu").asInt(0),
                        rows(own, "addresses", FactsJson::ip),
                        peers));
    }

    private static PeerState peer(JsonNode row) {
        return new PeerState(
                new Peer(
                        new PublicKey(row.path("key").asString()),
                        text(row, "endpoint").map(FactsJson::endpoint),
                        rows(row, "allowedIps", ip -> Prefix.of(ip.asString())),
                        Duration.ofSeconds(row.path("keepalive").asLong(0))),
                text(row, "handshake").map(Instant::parse),
                row.path("received").asLong(0),
                row.path("sent").asLong(0),
                row.path("presharedKey").asBoolean(false));
    }

    private static Endpoint endpoint(String text) {
        return Endpoint.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("no endpoint: " + text));
    }
}
