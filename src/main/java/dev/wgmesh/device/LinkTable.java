package dev.wgmesh.device;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts.InterfaceAddress;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import dev.wgmesh.model.Prefix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The interfaces in the output of {@code ip -json -details addr}.
 *
 * @param links by name, in the order of the output
 */
record LinkTable(Map<String, Link> links) {
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

    static LinkTable parse(Stream<IpRow> rows) {
        var links = new LinkedHashMap<String, Link>();
        rows.map(LinkTable::link).forEach(link -> links.put(link.name(), link));
        return new LinkTable(links);
    }

    private static Link link(IpRow row) {
        return new Link(
                row.requiredText("ifname"),
                row.object("linkinfo").flatMap(info -> info.text("info_kind")).orElse(""),
                row.words("flags").contains("UP"),
                row.number("mtu").orElse(0),
                row.rows("addr_info").flatMap(LinkTable::address).toList());
    }

    private static Stream<LinkAddress> address(IpRow info) {
        if (info.flag("tentative")
                || info.flag("dadfailed")
                || !info.text("family").orElse("").startsWith("inet")) {
            return Stream.empty();
        }
        IpAddress local = address(info, "local", info.requiredText("local"));
        // with a peer address (ip addr add A peer B), the on-link address is B
        IpAddress reached =
                info.text("address").map(text -> address(info, "address", text)).orElse(local);
        int length =
                info.number("prefixlen")
                        .filter(bits -> bits <= local.family().bits())
                        .orElseThrow(() -> info.unexpected("prefixlen", "no length", "a number"));
        return local.scope() == AddressScope.LINK_LOCAL
                ? Stream.empty()
                : Stream.of(new LinkAddress(local, length, Prefix.containing(reached, length)));
    }

    private static IpAddress address(IpRow info, String name, String text) {
        return IpAddress.parse(text).orElseThrow(() -> info.unexpected(name, text, "an address"));
    }

    /** Returns an interface; empty when it does not exist. */
    Optional<Link> named(String name) {
        return Optional.ofNullable(links.get(name));
    }

    /** Returns the addresses of every other interface that is up. */
    List<InterfaceAddress> addressesExcept(String own) {
        return links.values().stream()
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
        return links.values().stream()
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
