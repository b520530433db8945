package dev.wgmesh.render;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.NodeFacts.InterfaceAddress;
import dev.wgmesh.model.NodeFacts.OnLink;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.problem.Failure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the facts of a node that {@link NodeFactsJson} wrote, or that a person did by hand. */
public final class NodeFactsReader {
    private NodeFactsReader() {}

    /**
     * What is known of a node.
     *
     * @param actual its interface; empty where neither it nor a peer is told
     */
    public record Known(NodeFacts facts, Optional<DeviceState> actual) {}

    /**
     * The facts in the JSON text: an object of them, or a plan's document that has them under
     * {@code facts}. Every part may be left out.
     *
     * @param where what the text is called in an error: the file
     * @param device the interface's name where the text has none
     * @throws Failure INPUT where the text is no JSON or a value in it is malformed
     */
    public static Known read(String where, String text, String device) {
        try {
            JsonNode json = JsonMapper.shared().readTree(text);
            JsonNode facts = json.has("facts") ? json.path("facts") : json;
            if (!facts.isObject()) {
                throw new IllegalArgumentException("no object");
            }
            return new Known(facts(facts), device(facts, device));
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw Failure.input(
                    where,
                    "holds no facts of a node: " + e.getMessage(),
                    "write them on the node: wg-mesh plan MESH -o json");
        }
    }

    private static NodeFacts facts(JsonNode json) {
        return new NodeFacts(
                list(
                        json,
                        "addresses",
                        a ->
                                new InterfaceAddress(
                                        string(a, "device"),
                                        IpAddress.of(string(a, "address")),
                                        a.path("prefixLength").asInt())),
                list(
                        json,
                        "onLink",
                        l -> new OnLink(string(l, "device"), Prefix.of(string(l, "prefix")))),
                list(json, "gateways", g -> IpAddress.of(g.asString())),
                list(json, "resolvers", r -> IpAddress.of(r.asString())),
                list(json, "routes", NodeFactsReader::route));
    }

    private static Route route(JsonNode json) {
        return new Route(
                Prefix.of(string(json, "destination")),
                string(json, "device"),
                maybe(json, "via").map(IpAddress::of),
                maybe(json, "source").map(IpAddress::of),
                json.path("protocol").asInt());
    }

    private static Optional<DeviceState> device(JsonNode json, String name) {
        List<PeerState> peers = list(json, "peers", NodeFactsReader::peer);
        JsonNode device = json.path("interface");
        if (device.isMissingNode() && peers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new DeviceState(
                        maybe(device, "name").orElse(name),
                        maybe(device, "publicKey").map(PublicKey::new),
                        device.path("port").asInt(0),
                        device.path("up").asBoolean(true),
                        device.path("mtu").asInt(0),
                        list(device, "addresses", a -> IpAddress.of(a.asString())),
                        peers));
    }

    private static PeerState peer(JsonNode json) {
        var peer =
                new Peer(
                        new PublicKey(string(json, "publicKey")),
                        maybe(json, "endpoint").map(NodeFactsReader::endpoint),
                        list(json, "allowedIps", p -> Prefix.of(p.asString())),
                        Duration.ofSeconds(json.path("keepalive").asLong(0)));
        return new PeerState(
                peer,
                maybe(json, "handshake").map(Instant::parse),
                json.path("received").asLong(0),
                json.path("sent").asLong(0));
    }

    private static Endpoint endpoint(String text) {
        return Endpoint.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("no endpoint: " + text));
    }

    private static String string(JsonNode json, String name) {
        return maybe(json, name)
                .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is missing"));
    }

    private static Optional<String> maybe(JsonNode json, String name) {
        return json.path(name).isString()
                ? Optional.of(json.path(name).asString())
                : Optional.empty();
    }

    private static <T> List<T> list(JsonNode json, String name, Function<JsonNode, T> read) {
        return StreamSupport.stream(json.path(name).spliterator(), false).map(read).toList();
    }
}
