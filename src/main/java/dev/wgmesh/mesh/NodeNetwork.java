package dev.wgmesh.mesh;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.NodeFacts.InterfaceAddress;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The network of a node, for decisions about endpoints and paths. */
final class NodeNetwork {
    /** The value of rp_filter for the strict mode of RFC 3704. */
    private static final int STRICT = 1;

    private final NodeFacts facts;
    private final Set<Family> families = EnumSet.noneOf(Family.class);
    private final Set<Family> defaultRoutes = EnumSet.noneOf(Family.class);

    /** The routes of the main table that lead elsewhere than into the mesh. */
    private final PrefixIndex<Route> routes = new PrefixIndex<>();

    private final PrefixIndex<OnLinkPrefix> localNetworks = new PrefixIndex<>();
    private final ForeignNetworks foreign;

    /** The network and broadcast addresses of this node's networks, each in words. */
    private final Map<IpAddress, String> reserved = new HashMap<>();

    private final Set<IpAddress> addresses;
    private final List<IpAddress> lanAddresses;

    private NodeNetwork(NodeFacts facts, String meshInterface, PassOptions options) {
        this.facts = facts;
        var all = new TreeSet<IpAddress>();
        facts.addresses().forEach(held -> all.add(held.address()));
        this.addresses = Collections.unmodifiableSet(all);
        this.lanAddresses = lanAddresses(facts);
        this.foreign =
                new ForeignNetworks(
                        facts,
                        meshInterface,
                        options.routes().table(),
                        options.replaceForeignRoutes());
        facts.onLink().forEach(link -> localNetworks.add(link.prefix(), link));
        facts.onLink().forEach(link -> addReserved(link.device(), link.prefix()));
        for (InterfaceAddress held : facts.addresses()) {
            addReserved(held.device(), Prefix.containing(held.address(), held.prefixLength()));
        }
        unicastAddresses().map(IpAddress::family).forEach(families::add);
        facts.gateways().stream().map(IpAddress::family).forEach(defaultRoutes::add);
        for (Route route : facts.routes()) {
            if (!route.device().equals(meshInterface)) {
                routes.add(route.destination(), route);
            }
        }
        Stream.concat(facts.routes().stream(), facts.defaultRoutes().stream())
                .filter(route -> route.destination().length() == 0)
                .filter(route -> route.hasInterface() && !route.device().equals(meshInterface))
                .map(route -> route.destination().family())
                .forEach(defaultRoutes::add);
    }

    private void addReserved(String device, Prefix prefix) {
        String of = " address of " + prefix + " at " + device;
        if (prefix.isReserved(prefix.lastAddress())) {
            reserved.putIfAbsent(prefix.lastAddress(), "the broadcast" + of);
        }
        if (prefix.isReserved(prefix.network())) {
            reserved.putIfAbsent(prefix.network(), "the network" + of);
        }
    }

    /** Returns the network of a node. */
    static NodeNetwork of(NodeContext node) {
        return new NodeNetwork(node.facts(), node.device(), node.options());
    }

    /** Returns the interface of the narrowest on-link prefix that contains the address. */
    Optional<String> linkTo(IpAddress address) {
        return localNetwork(address).map(OnLinkPrefix::device);
    }

    private Optional<OnLinkPrefix> localNetwork(IpAddress address) {
        List<OnLinkPrefix> found = localNetworks.narrowest(address);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    /** Returns the narrowest on-link prefix that has an address in common with this prefix. */
    Optional<OnLinkPrefix> localNetwork(Prefix prefix) {
        return prefix.isHost()
                ? localNetwork(prefix.network())
                : localNetworks.overlapping(prefix).stream()
                        .max((a, b) -> Integer.compare(a.prefix().length(), b.prefix().length()));
    }

    /**
     * Returns the network of this node whose network or broadcast address that is, in words; empty:
     * the address is of one machine.
     */
    Optional<String> reservedIn(IpAddress address) {
        return Optional.ofNullable(reserved.get(address));
    }

    /** Returns whether that is the network or broadcast address of a network of this node. */
    boolean isReserved(IpAddress address) {
        return reserved.containsKey(address);
    }

    /**
     * Returns the network of this node that packets to the address go to now, in words: of a
     * container bridge, of another VPN, or behind a route. Empty where they take a default route, a
     * local network or the mesh.
     */
    Optional<String> foreignNetwork(IpAddress address) {
        int local = localNetwork(address).map(lan -> lan.prefix().length()).orElse(0);
        return foreign.narrowest(address)
                .filter(network -> network.prefix().length() >= local)
                .map(ForeignNetworks.ForeignNetwork::text);
    }

    /** Returns whether a route to exactly this prefix, in wg-mesh's table, is another program's. */
    boolean hasReplaceableRoute(Prefix prefix) {
        return foreign.hasReplaceableRoute(prefix);
    }

    /**
     * Returns the families that this node sends to the Internet in: those that it has an address
     * and a default route of; both of a node without a default route, or one that is not known.
     */
    Set<Family> internetFamilies() {
        if (facts.addresses().isEmpty()) {
            return EnumSet.allOf(Family.class);
        }
        Set<Family> found = EnumSet.allOf(Family.class);
        found.removeIf(family ->
                !families.contains(family)
                        || !defaultRoutes.isEmpty() && !defaultRoutes.contains(family));
        return found;
    }

    /** Returns whether the node has a local network at all. */
    boolean hasLocalNetworks() {
        return !facts.onLink().isEmpty();
    }

    boolean isOnLink(IpAddress address) {
        return !localNetworks.narrowest(address).isEmpty();
    }

    /** Returns every address of other interfaces, sorted. */
    Set<IpAddress> addresses() {
        return addresses;
    }

    /**
     * Returns whether packets to the address can be sent. The node has an address of its family,
     * and either the address is on-link, or a route leads to it that is not the mesh's own. An
     * address alone is not enough: a container bridge has one too. A node without any default
     * route, as at boot, may get one of either family; an unknown node can send to all.
     */
    boolean hasRouteTo(IpAddress address) {
        if (facts.addresses().isEmpty() || address.scope() == AddressScope.LINK_LOCAL) {
            return true;
        }
        if (!families.contains(address.family())) {
            return false;
        }
        if (isOnLink(address)) {
            return true;
        }
        List<Route> narrowest = routes.narrowest(address);
        if (!narrowest.isEmpty() && !narrowest.getFirst().isDefault()) {
            return narrowest.stream().anyMatch(Route::hasInterface);
        }
        return defaultRoutes.isEmpty() || defaultRoutes.contains(address.family());
    }

    /**
     * Returns whether the kernel drops IPv4 packets that arrive at the interface while replies to
     * their source leave through another one. The greater value of {@code all} and the interface
     * counts (Linux, ip-sysctl, rp_filter).
     */
    boolean filtersStrictly(String device) {
        return Math.max(filter(NodeFacts.ALL_INTERFACES), filter(device)) == STRICT;
    }

    private int filter(String device) {
        return facts.reversePathFilters().getOrDefault(device, 0);
    }

    /**
     * Returns the addresses whose change makes sessions stale: those on LANs, without containers.
     */
    List<IpAddress> lanAddresses() {
        return lanAddresses;
    }

    private static List<IpAddress> lanAddresses(NodeFacts facts) {
        var links = new HashSet<String>();
        facts.onLink().forEach(link -> links.add(link.device()));
        var found = new TreeSet<IpAddress>();
        for (InterfaceAddress held : facts.addresses()) {
            if (links.contains(held.device()) && held.address().scope().isUnicast()) {
                found.add(held.address());
            }
        }
        return List.copyOf(found);
    }

    private Stream<IpAddress> unicastAddresses() {
        return facts.addresses().stream()
                .map(InterfaceAddress::address)
                .filter(address -> address.scope().isUnicast());
    }
}
