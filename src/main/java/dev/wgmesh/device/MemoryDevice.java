package dev.wgmesh.device;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.Forwarding;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.problem.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * An interface in memory that behaves like a real one: an allowed IP given to a second peer is
 * removed from the first, routes disappear with their interface or when it goes down, an existing
 * route or address cannot be added.
 */
public final class MemoryDevice implements Device {
    /** WireGuard's default MTU: Ethernet's 1500 less 80. */
    public static final int DEFAULT_MTU = 1420;

    private static final int ETHERNET = 1500;

    private final String name;
    private final TreeMap<PublicKey, PeerState> peers = new TreeMap<>();
    private final TreeSet<IpAddress> addresses = new TreeSet<>();

    /** Of every table. */
    private final List<Route> routes = new ArrayList<>();

    private NodeFacts around;
    private final Set<Family> forwarding = EnumSet.noneOf(Family.class);
    private Optional<Interface> made = Optional.empty();

    private boolean up;

    private record Interface(PublicKey key, int port, int mtu) {}

    /** Creates a device whose interface does not exist yet, on a node with these network facts. */
    public MemoryDevice(String name, NodeFacts around) {
        this.name = name;
        this.around = around;
        around.allRoutes().forEach(routes::add);
    }

    /**
     * Simulates an authenticated packet from the peer: a handshake, and roaming to {@code from}.
     */
    public void receive(PublicKey key, Endpoint from, Instant when) {
        PeerState old = peer(key);
        Peer peer =
                new Peer(key, Optional.of(from), old.peer().allowedIps(), old.peer().keepalive());
        peers.put(
                key,
                new PeerState(
                        peer,
                        Optional.of(when),
                        old.received() + 1,
                        old.sent() + 1,
                        old.presharedKey(),
                        old.psk()));
    }

    /** Simulates packets in the session of a peer that it has: octets received and sent. */
    public void exchange(PublicKey key, long received, long sent) {
        peers.computeIfPresent(
                key,
                (_, old) ->
                        new PeerState(
                                old.peer(),
                                old.handshake(),
                                old.received() + received,
                                old.sent() + sent,
                                old.presharedKey(),
                                old.psk()));
    }

    /** Simulates a node whose other interfaces get other addresses. */
    public void move(List<NodeFacts.InterfaceAddress> addresses) {
        around =
                new NodeFacts(
                        addresses,
                        around.onLink(),
                        around.gateways(),
                        around.resolvers(),
                        around.routes(),
                        around.otherRoutes(),
                        around.defaultRoutes(),
                        around.reversePathFilters(),
                        around.contacts());
    }

    /** Simulates {@code ip link set down}, which removes routes and IPv6 addresses. */
    public void setDown() {
        up = false;
        routes.removeIf(route -> route.device().equals(name));
        addresses.removeIf(address -> address.family() == Family.V6);
    }

    @Override
    public NodeReading read() {
        return new NodeReading(state(), facts());
    }

    @Override
    public List<PeerState> peers() {
        return List.copyOf(peers.values());
    }

    /** Returns a peer; empty: there is none with that key. */
    public Optional<PeerState> find(PublicKey key) {
        return Optional.ofNullable(peers.get(key));
    }

    private Optional<DeviceState> state() {
        return made.map(it ->
                new DeviceState(
                        name,
                        Optional.of(it.key()),
                        it.port(),
                        up,
                        it.mtu(),
                        List.copyOf(addresses),
                        peers()));
    }

    private NodeFacts facts() {
        Map<Boolean, List<Route>> byTable =
                routes.stream().collect(Collectors.partitioningBy(route -> route.place().isMain()));
        return new NodeFacts(
                around.addresses(),
                around.onLink(),
                around.gateways(),
                around.resolvers(),
                byTable.getOrDefault(true, List.of()),
                byTable.getOrDefault(false, List.of()),
                around.defaultRoutes(),
                around.reversePathFilters(),
                around.contacts());
    }

    /** Returns Ethernet's MTU for every address. */
    @Override
    public List<Integer> pathMtus(Collection<IpAddress> to) {
        return to.stream().map(_ -> ETHERNET).toList();
    }

    @Override
    public void create(PrivateKey key, int port, Optional<Integer> mtu) {
        require(made.isEmpty(), name, "File exists");
        made = Optional.of(new Interface(key.publicKey(), port, mtu.orElse(DEFAULT_MTU)));
        up = true;
    }

    @Override
    public void delete() {
        require(made.isPresent(), name, "No such device");
        made = Optional.empty();
        peers.clear();
        addresses.clear();
        forwarding.clear();
        routes.removeIf(route -> route.device().equals(name));
    }

    @Override
    public void apply(List<DeviceChange> changes) {
        changes.forEach(this::apply);
    }

    @Override
    public Optional<Forwarding> forwarding() {
        return Optional.of(new Forwarding(forwarding, EnumSet.allOf(Family.class)));
    }

    private void apply(DeviceChange change) {
        require(
                made.isPresent()
                        || change instanceof DeviceChange.SetForwarding(_, boolean on, _) && !on,
                name,
                "No such device");
        switch (change) {
            case DeviceChange.SetForwarding(Family family, boolean on, _) -> {
                if (on) {
                    forwarding.add(family);
                } else {
                    forwarding.remove(family);
                }
            }
            case DeviceChange.SetLinkUp() -> up = true;
            case DeviceChange.AddPeer(Peer peer, Optional<PresharedKey> psk) -> {
                put(peer);
                psk.ifPresent(_ -> setPresharedKey(peer.key(), psk));
            }
            case DeviceChange.SetPresharedKey(PublicKey key, Optional<PresharedKey> psk) ->
                    setPresharedKey(key, psk);
            case DeviceChange.SetPrivateKey(PrivateKey key) ->
                    made = made.map(it -> new Interface(key.publicKey(), it.port(), it.mtu()));
            case DeviceChange.UpdatePeer update -> update(update);
            case DeviceChange.RemovePeer(PublicKey key) -> peers.remove(key);
            case DeviceChange.AddAddress(IpAddress address) ->
                    require(addresses.add(address), address.toString(), "File exists");
            case DeviceChange.RemoveAddress(IpAddress address) -> {
                require(
                        addresses.remove(address),
                        address.toString(),
                        "Cannot assign requested address");
                if (address.family() == Family.V4) {
                    routes.removeIf(from(address));
                }
                routes.replaceAll(
                        route -> from(address).test(route) ? route.withoutSource() : route);
            }
            case DeviceChange.AddRoute(Route route) -> {
                requireUp(route);
                require(
                        routes.stream().noneMatch(sameDestination(route)),
                        routeText(route),
                        "File exists");
                routes.add(route);
            }
            case DeviceChange.ReplaceRoute replace -> {
                requireUp(replace.after());
                routes.removeIf(sameDestination(replace.after()));
                routes.add(replace.after());
            }
            case DeviceChange.RemoveRoute(Route route) ->
                    require(routes.remove(route), routeText(route), "No such process");
        }
    }

    private void requireUp(Route route) {
        require(
                up || !route.device().equals(name),
                routeText(route),
                "Device for nexthop is not up");
    }

    /**
     * Matches routes with the address as source: the kernel removes IPv4 routes with their source,
     * and keeps IPv6 routes without one.
     */
    private static Predicate<Route> from(IpAddress address) {
        return route -> route.source().equals(Optional.of(address));
    }

    private static Predicate<Route> sameDestination(Route route) {
        return other ->
                other.destination().equals(route.destination())
                        && other.place().equals(route.place());
    }

    private static String routeText(Route route) {
        return "route " + RouteTable.arguments(route);
    }

    private void update(DeviceChange.UpdatePeer change) {
        Peer old = peer(change.key()).peer();
        put(
                new Peer(
                        change.key(),
                        change.endpoint().or(old::endpoint),
                        change.allowedIps().orElse(old.allowedIps()),
                        change.keepalive().orElse(old.keepalive())));
    }

    private void setPresharedKey(PublicKey key, Optional<PresharedKey> psk) {
        peers.put(key, peer(key).withPresharedKey(psk));
    }

    private PeerState peer(PublicKey key) {
        return find(key).orElseGet(() -> fresh(key));
    }

    private static PeerState fresh(PublicKey key) {
        return new PeerState(
                new Peer(key, Optional.empty(), List.of(), Duration.ZERO),
                Optional.empty(),
                0,
                0,
                false);
    }

    private void put(Peer peer) {
        peers.replaceAll((key, state) -> key.equals(peer.key()) ? state : without(state, peer));
        PeerState old = peer(peer.key());
        peers.put(peer.key(), old.with(peer));
    }

    private static PeerState without(PeerState state, Peer taker) {
        Peer peer = state.peer();
        List<Prefix> left =
                peer.allowedIps().stream().filter(p -> !taker.allowedIps().contains(p)).toList();
        return state.with(new Peer(peer.key(), peer.endpoint(), left, peer.keepalive()));
    }

    private static void require(boolean holds, String where, String what) {
        if (!holds) {
            throw Failure.partial(where, what, "run the command again");
        }
    }
}
