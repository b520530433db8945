package dev.wgmesh.device;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts.InterfaceAddress;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import java.util.List;
import java.util.Set;
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

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** An address of an interface; {@code reached} is the on-link prefix of the address. */
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
        return new LinkTable(rows(json, "ip -json -details addr").map(LinkTable::link).toList());
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
        boolean up = row.path("flags").valueStream().anyMatch(f -> f.asString("").equals("UP"));
        return new Link(
                row.path("ifname").asString(""),
                row.path("linkinfo").path("info_kind").asString(""),
                up,
                row.path("mtu").asInt(0),
                row.path("addr_info").valueStream().flatMap(LinkTable::address).toList());
    }

    private static Stream<LinkAddress> address(JsonNode info) {
        if (info.path("tentative").asBoolean(false) || info.path("dadfailed").asBoolean(false)) {
            return Stream.empty();
        }
        int length = info.path("prefixlen").asInt(0);
        String local = info.path("local").asString("");
        // with a peer address (ip addr add A peer B), the on-link address is B
        String reached = info.path("address").asString(local);
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
