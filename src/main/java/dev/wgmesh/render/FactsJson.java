package dev.wgmesh.render;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.ContactAddress.Use;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The facts of a node, as {@code plan -o json} prints them and {@code --facts} reads them. */
public final class FactsJson {
    private static final String USES =
            Arrays.stream(Use.values()).map(Use::toString).collect(Collectors.joining(", "));

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
        ArrayNode otherRoutes = facts.putArray("otherRoutes");
        around.otherRoutes().forEach(route -> otherRoutes.add(DevicePlanJson.route(route)));
        ArrayNode defaultRoutes = facts.putArray("defaultRoutes");
        around.defaultRoutes().forEach(route -> defaultRoutes.add(DevicePlanJson.route(route)));
        ArrayNode filters = facts.putArray("rpFilter");
        around.reversePathFilters()
                .forEach((name, value) ->
                        filters.addObject().put("device", name).put("value", value.intValue()));
        ArrayNode contacts = facts.putArray("contacts");
        around.contacts()
                .forEach(contact ->
                        contacts.addObject()
                                .put("address", contact.address().toString())
                                .put("use", contact.use().toString()));
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
        DevicePlanJson.put(new TreeFields(node), state.peer());
        state.handshake().ifPresent(time -> node.put("handshake", time.toString()));
        node.put("received", state.received()).put("sent", state.sent());
        node.put("presharedKey", state.presharedKey());
    }

    /**
     * Reads facts: an object as {@link #write} returns it, or a document with that object under
     * {@code facts}. A field that is left out is empty.
     *
     * @param where the name of the input, for error messages
     * @throws Failure INPUT with everything that is wrong with it
     */
    public static Facts read(String text, String where, String device) {
        JsonNode root = JsonText.tree(text, where, "give the \"facts\" of: wg-mesh plan -o json");
        boolean document = root.has("facts");
        return FieldReader.tree(
                document ? root.path("facts") : root,
                document ? where + ": facts" : where,
                facts -> facts(facts, device));
    }

    private static Optional<Facts> facts(FieldReader in, String device) {
        List<InterfaceAddress> addresses = rows(in, "addresses", FactsJson::address);
        List<OnLinkPrefix> onLink = rows(in, "onLink", FactsJson::onLink);
        List<IpAddress> gateways = addresses(in, "gateways");
        List<IpAddress> resolvers = addresses(in, "resolvers");
        List<Route> routes = rows(in, "routes", StateFields::route);
        List<Route> otherRoutes = rows(in, "otherRoutes", StateFields::route);
        List<Route> defaultRoutes = rows(in, "defaultRoutes", StateFields::route);
        var filters = new TreeMap<String, Integer>();
        for (var filter : rows(in, "rpFilter", FactsJson::filter)) {
            if (filters.putIfAbsent(filter.getKey(), filter.getValue()) != null) {
                in.wrong("rpFilter", "has two values of " + filter.getKey());
            }
        }
        List<ContactAddress> contacts = rows(in, "contacts", FactsJson::contact);
        List<PeerState> peers = rows(in, "peers", FactsJson::peer);
        Optional<DeviceState> own =
                in.optional("interface", name -> in.object(name, row -> device(row, device, peers)))
                        .or(() ->
                                peers.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(
                                                new DeviceState(
                                                        device,
                                                        Optional.empty(),
                                                        0,
                                                        true,
                                                        0,
                                                        List.of(),
                                                        peers)));
        return in.ifGood(() ->
                new Facts(
                        new NodeFacts(
                                addresses,
                                onLink,
                                gateways,
                                resolvers,
                                routes,
                                otherRoutes,
                                defaultRoutes,
                                filters,
                                contacts),
                        own));
    }

    private static <T> List<T> rows(
            FieldReader in, String name, Function<FieldReader, Optional<T>> read) {
        return in.optional(name, n -> in.objects(n, read)).orElse(List.of());
    }

    private static List<IpAddress> addresses(FieldReader in, String name) {
        return in.optional(name, n -> StateFields.addresses(in, n)).orElse(List.of());
    }

    private static Optional<InterfaceAddress> address(FieldReader in) {
        Optional<String> device = in.text("device");
        Optional<IpAddress> address = in.one("address", IpAddress::parse, StateFields.ADDRESS);
        Optional<Integer> length = StateFields.integer(in, "prefixLength");
        return in.ifGood(() ->
                new InterfaceAddress(
                        device.orElseThrow(), address.orElseThrow(), length.orElseThrow()));
    }

    private static Optional<OnLinkPrefix> onLink(FieldReader in) {
        Optional<String> device = in.text("device");
        Optional<Prefix> prefix = in.one("prefix", Prefix::parse, StateFields.PREFIX);
        return in.ifGood(() -> new OnLinkPrefix(device.orElseThrow(), prefix.orElseThrow()));
    }

    private static Optional<Map.Entry<String, Integer>> filter(FieldReader in) {
        Optional<String> device = in.text("device");
        Optional<Integer> value = StateFields.integer(in, "value");
        return in.ifGood(() -> Map.entry(device.orElseThrow(), value.orElseThrow()));
    }

    private static Optional<ContactAddress> contact(FieldReader in) {
        Optional<IpAddress> address = in.one("address", IpAddress::parse, StateFields.ADDRESS);
        Optional<Use> use = in.one("use", FactsJson::use, "expected " + USES);
        return in.ifGood(() -> new ContactAddress(address.orElseThrow(), use.orElseThrow()));
    }

    private static Optional<Use> use(String text) {
        return Arrays.stream(Use.values()).filter(use -> use.toString().equals(text)).findFirst();
    }

    private static Optional<DeviceState> device(
            FieldReader in, String name, List<PeerState> peers) {
        in.text("name");
        Optional<PublicKey> key =
                StateFields.optional(in, "key", StateFields::key, StateFields.KEY);
        Optional<Integer> port = StateFields.integer(in, "port");
        Optional<Boolean> up = in.yesNo("up");
        Optional<Integer> mtu = StateFields.integer(in, "mtu");
        List<IpAddress> addresses = addresses(in, "addresses");
        return in.ifGood(() ->
                new DeviceState(
                        name,
                        key,
                        port.orElseThrow(),
                        up.orElseThrow(),
                        mtu.orElseThrow(),
                        addresses,
                        peers));
    }

    private static Optional<PeerState> peer(FieldReader in) {
        Optional<PublicKey> key = in.one("key", StateFields::key, StateFields.KEY);
        Optional<Endpoint> endpoint =
                StateFields.optional(in, "endpoint", Endpoint::parse, "expected ADDRESS:PORT");
        List<Prefix> allowedIps =
                in.optional("allowedIps", n -> StateFields.prefixes(in, n)).orElse(List.of());
        Optional<Integer> keepalive = StateFields.integer(in, "keepalive");
        Optional<Instant> handshake =
                StateFields.optional(in, "handshake", StateFields::time, StateFields.TIME);
        Optional<Long> received = in.number("received");
        Optional<Long> sent = in.number("sent");
        boolean preshared = in.optional("presharedKey", in::yesNo).orElse(false);
        return in.ifGood(() ->
                new PeerState(
                        new Peer(
                                key.orElseThrow(),
                                endpoint,
                                allowedIps,
                                Duration.ofSeconds(keepalive.orElseThrow())),
                        handshake,
                        received.orElseThrow(),
                        sent.orElseThrow(),
                        preshared));
    }
}
