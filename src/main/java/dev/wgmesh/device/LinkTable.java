package dev.wgmesh.device;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts.InterfaceAddress;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The interfaces in the output of {@code ip -json -details addr}. */
record LinkTable(List<Link> links) {
    /** Link kinds of tunnels, which lead to no local network. */
    private static final Set<String> TUNNELS =
            Set.of(
                    "wireguard",
                    "tun",
                    "ipip",
                    "sit",
                    "gre",
                    "gretap",
                    "ip6tnl",
                    "ip6gre",
                    "vti",
                    "vti6",
                    "xfrm",
                    "vxlan",
                    "geneve",
                    "ppp");

    /** Interface names of Docker, Podman, CNI plugins, flannel, Calico, Cilium and LXC. */
    private static final Pattern CONTAINERS =
            Pattern.compile(
                    "docker\\d+|docker_gwbridge|podman\\d+|cni\\d+|cni-podman\\d+|br-[0-9a-f]{12}"
                            + "|flannel.*|cali.*|cilium_.*|kube-.*|nodelocaldns|lxc.*|lxdbr\\d+|incusbr\\d+");

    private static final String COMMAND = "ip -json -details addr";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** An address of an interface; {@code onLink} is the prefix that is reached directly. */
    record LinkAddress(IpAddress address, int prefixLength, Prefix onLink) {}

    /** An interface, without link-local and tentative addresses. */
    record Link(String name, String kind, boolean up, int mtu, List<LinkAddress> addresses) {
        boolean isLan() {
            return up
                    && !name.equals("lo")
                    && !TUNNELS.contains(kind)
                    && !CONTAINERS.matcher(name).matches();
        }
    }

    static LinkTable parse(String json) {
        return new LinkTable(rows(json, COMMAND).map(LinkTable::link).toList());
    }

    /** Parses the array of objects that {@code command} printed; empty output is an empty array. */
    static Stream<JsonNode> rows(String json, String command) {
        try {
            // ip prints {} for each interface that was filtered out
            return json.isBlank()
                    ? Stream.empty()
                    : JSON.readTree(json).valueStream().filter(row -> !row.isEmpty());
        } catch (JacksonException _) {
            throw Failure.unreadable(
                    command, "did not print JSON", "install iproute2 5.0 or later");
        }
    }

    private static Link link(JsonNode row) {
        return new Link(
                text(row, "ifname"),
                text(row.path("linkinfo"), "info_kind"),
                array(row, "flags").anyMatch(flag -> flag.asString("").equals("UP")),
                number(row, "mtu"),
                array(row, "addr_info").flatMap(LinkTable::address).toList());
    }

    private static String text(JsonNode row, String name) {
        return field(row, name, JsonNode::isString, "a string")
                .map(JsonNode::stringValue)
                .orElse("");
    }

    private static int number(JsonNode row, String name) {
        return field(row, name, JsonNode::canConvertToInt, "a number")
                .map(JsonNode::intValue)
                .orElse(0);
    }

    private static Stream<JsonNode> array(JsonNode row, String name) {
        return field(row, name, JsonNode::isArray, "an array").stream()
                .flatMap(JsonNode::valueStream);
    }

    /**
     * Returns a field of an interface or of its address; empty where this version of {@code ip}
     * does not print it.
     *
     * @throws Failure UNREADABLE where the field is something else than expected
     */
    private static Optional<JsonNode> field(
            JsonNode row, String name, Predicate<JsonNode> isValid, String expected) {
        JsonNode value = row.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!isValid.test(value)) {
            throw Failure.unreadable(
                    COMMAND,
                    "printed \"" + name + "\": " + value + ", expected " + expected,
                    "install iproute2 5.0 or later");
        }
        return Optional.of(value);
    }

    private static Stream<LinkAddress> address(JsonNode info) {
        if (info.path("tentative").asBoolean(false) || info.path("dadfailed").asBoolean(false)) {
            return Stream.empty();
        }
        int length = number(info, "prefixlen");
        String local = text(info, "local");
        // with a peer address (ip addr add A peer B), the on-link address is B
        String reached = info.has("address") ? text(info, "address") : local;
        return IpAddress.parse(local)
                .filter(address -> address.scope() != AddressScope.LINK_LOCAL)
                .flatMap(address ->
                        IpAddress.parse(reached)
                                .map(peer -> Prefix.containing(peer, length))
                                .map(prefix -> new LinkAddress(address, length, prefix)))
                .stream();
    }

    /** Returns the addresses of every other interface that is up. */
    List<InterfaceAddress> addressesExcept(String own) {
        return links.stream()
                .filter(link -> link.up() && !link.name().equals(own))
                .flatMap(link ->
                        link.addresses().stream()
                                .map(held ->
                                        new InterfaceAddress(
                                                link.name(), held.address(), held.prefixLength())))
                .toList();
    }

    /**
     * Returns the prefixes of local networks; a prefix of only the node's own address is left out.
     */
    List<OnLinkPrefix> onLinkExcept(String own) {
        return links.stream()
                .filter(link -> link.isLan() && !link.name().equals(own))
                .flatMap(link ->
                        link.addresses().stream()
                                .filter(held ->
                                        !held.onLink().isHost()
                                                || !held.onLink().contains(held.address()))
                                .map(held -> new OnLinkPrefix(link.name(), held.onLink())))
                .distinct()
                .toList();
    }
}
