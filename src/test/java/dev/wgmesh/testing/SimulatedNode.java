package dev.wgmesh.testing;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.HeldKey;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.mesh.PresharedKeys;
import dev.wgmesh.mesh.PskUse;
import dev.wgmesh.mesh.SelfSelector;
import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.Forwarding;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.NodeFacts.InterfaceAddress;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.PskMode;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.DevicePlanner;
import dev.wgmesh.plan.PlannedChange;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A node in memory: plans are applied as {@code wg} and {@code ip} would. */
public final class SimulatedNode {
    /** RTPROT_KERNEL, of the route to an interface's own prefix. */
    private static final int KERNEL = 2;

    /** Foreign peers are removed, and foreign routes are replaced. */
    public static final PassOptions TAKE_OVER =
            new PassOptions(
                    Optional.empty(),
                    true,
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    false,
                    false);

    /** Keys of members are pinned. */
    public static final PassOptions PINNED =
            new PassOptions(
                    Optional.empty(),
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    false,
                    true);

    private PublicKey key;
    private Optional<HostName> keyFile = Optional.empty();
    private List<HeldKey> held = List.of();
    private final TreeMap<PublicKey, PeerState> peers = new TreeMap<>();
    private final TreeSet<IpAddress> addresses = new TreeSet<>();
    private final List<Route> routes = new ArrayList<>();
    private final List<InterfaceAddress> around = new ArrayList<>();
    private final List<OnLinkPrefix> links = new ArrayList<>();
    private final List<IpAddress> gateways = new ArrayList<>();
    private final List<IpAddress> resolvers = new ArrayList<>();
    private final List<Route> otherRoutes = new ArrayList<>();
    private final List<Route> defaultRoutes = new ArrayList<>();
    private final List<ContactAddress> contacts = new ArrayList<>();
    private final Map<String, Integer> rpFilters = new TreeMap<>();
    private Optional<Forwarding> forwarding = Optional.empty();
    private NodeState state = NodeState.EMPTY;
    private PassOptions options = PassOptions.DEFAULT;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Set<PublicKey> deadPeers = Set.of();
    private PresharedKeys presharedKeys = PresharedKeys.NONE;
    private boolean savedMesh;
    private boolean exists = true;
    private boolean up = true;

    /** A node whose interface has the key of a letter and these addresses. */
    public SimulatedNode(String letter, String... own) {
        key = MeshFixture.key(letter);
        List.of(own).forEach(a -> addresses.add(IpAddress.of(a)));
    }

    /** A node without interface, which it is to make. */
    public static SimulatedNode withKeyFile(String letter) {
        var node = new SimulatedNode(letter);
        node.exists = false;
        node.options = node.options.creatingInterface();
        return node;
    }

    /** Another interface with an address in a prefix that is on-link: {@code 192.168.1.1/24}. */
    public SimulatedNode on(String device, String addressInPrefix) {
        IpAddress address =
                IpAddress.of(addressInPrefix.substring(0, addressInPrefix.indexOf('/')));
        Prefix prefix = Prefix.parseWithHostBits(addressInPrefix).orElseThrow();
        around.add(new InterfaceAddress(device, address, prefix.length()));
        links.add(new OnLinkPrefix(device, prefix));
        return this;
    }

    /** A container bridge: an address, but no on-link prefix of neighbours. */
    public SimulatedNode bridge(String device, String addressInPrefix) {
        on(device, addressInPrefix);
        OnLinkPrefix link = links.removeLast();
        return route(new Route(link.prefix(), device, Optional.empty(), Optional.empty(), KERNEL));
    }

    /** Another key on the interface: that of a letter. */
    public SimulatedNode rekeyed(String letter) {
        key = MeshFixture.key(letter);
        return this;
    }

    /**
     * The private keys in its files, that of {@code --key} first; the first is on the interface.
     */
    public SimulatedNode holding(PrivateKey... keys) {
        key = keys[0].publicKey();
        held =
                Stream.of(keys)
                        .map(one -> new HeldKey(one, one.equals(keys[0]) ? "k" : "k.next"))
                        .toList();
        return this;
    }

    /** A key file whose name says that the node is this member. */
    public SimulatedNode keyFile(String host) {
        keyFile = Optional.of(new HostName(host));
        return this;
    }

    /** The interface set down, which removes its routes and IPv6 addresses. */
    public SimulatedNode down() {
        up = false;
        routes.removeIf(route -> route.device().equals("wg0"));
        addresses.removeIf(address -> address.family() == Family.V6);
        return this;
    }

    /** The default routes gone. */
    public SimulatedNode withoutGateways() {
        gateways.clear();
        return this;
    }

    /** The other interfaces gone. */
    public SimulatedNode unplugged() {
        around.clear();
        links.clear();
        return this;
    }

    public SimulatedNode gateway(String address) {
        gateways.add(IpAddress.of(address));
        return this;
    }

    /** Sets rp_filter of an interface, or of {@code all}. */
    public SimulatedNode rpFilter(String device, int value) {
        rpFilters.put(device, value);
        return this;
    }

    /** An address that this node exchanges packets with. */
    public SimulatedNode contact(ContactAddress.Use use, String address) {
        contacts.add(new ContactAddress(IpAddress.of(address), use));
        return this;
    }

    /** A route of another table than the main one. */
    public SimulatedNode otherRoute(String destination, String device) {
        otherRoutes.add(
                new Route(Prefix.of(destination), device, Optional.empty(), Optional.empty(), 3));
        return this;
    }

    /** A default route, of a protocol as {@code ip route} numbers it. */
    public SimulatedNode defaultRoute(String destination, String device, int protocol) {
        defaultRoutes.add(
                new Route(
                        Prefix.of(destination),
                        device,
                        Optional.empty(),
                        Optional.empty(),
                        protocol));
        return this;
    }

    public SimulatedNode resolver(String address) {
        resolvers.add(IpAddress.of(address));
        return this;
    }

    public SimulatedNode options(PassOptions with) {
        options = exists ? with : with.creatingInterface();
        return this;
    }

    /** The process has a secret of preshared keys from now on. */
    public SimulatedNode secret(PskMode mode, PskSecret... secrets) {
        presharedKeys = PresharedKeys.of(mode, List.of(secrets));
        return this;
    }

    /** DNS cannot be read from now on: meshes are saved ones. */
    public SimulatedNode withoutDns() {
        savedMesh = true;
        return this;
    }

    /** DNS can be read again. */
    public SimulatedNode withDns() {
        savedMesh = false;
        return this;
    }

    /** The machine starts again: no interface, no routes; the state file is there. */
    public SimulatedNode rebooted() {
        peers.clear();
        addresses.clear();
        routes.clear();
        exists = false;
        options = options.creatingInterface();
        return this;
    }

    public SimulatedNode later(Duration time) {
        now = now.plus(time);
        return this;
    }

    public SimulatedNode route(Route route) {
        routes.add(route);
        return this;
    }

    public SimulatedNode peer(String letter, String endpoint, String... allowed) {
        var peer =
                new Peer(
                        MeshFixture.key(letter),
                        endpoint.isEmpty() ? Optional.empty() : Endpoint.parse(endpoint),
                        List.of(allowed).stream().map(Prefix::of).toList(),
                        Duration.ZERO);
        peers.put(peer.key(), new PeerState(peer, Optional.empty(), 0, 0, false));
        return this;
    }

    /** A handshake just now, from where the peer is known to be. */
    public SimulatedNode answered(String letter) {
        Optional<Endpoint> there = find(letter).peer().endpoint();
        return answered(letter, there.orElseThrow().toString());
    }

    /** A handshake just now that came from an endpoint. */
    public SimulatedNode answered(String letter, String from) {
        PeerState p = find(letter);
        var peer =
                new Peer(
                        p.peer().key(),
                        Endpoint.parse(from),
                        p.peer().allowedIps(),
                        p.peer().keepalive());
        peers.put(
                peer.key(),
                new PeerState(
                        peer,
                        Optional.of(now),
                        p.received() + 92,
                        p.sent(),
                        p.presharedKey(),
                        p.psk()));
        return this;
    }

    /** Octets sent to a peer. */
    public SimulatedNode sends(String letter, long octets) {
        PeerState p = find(letter);
        peers.put(
                p.peer().key(),
                new PeerState(
                        p.peer(),
                        p.handshake(),
                        p.received(),
                        p.sent() + octets,
                        p.presharedKey(),
                        p.psk()));
        return this;
    }

    /** Gives a peer a preshared key. */
    public SimulatedNode presharedKey(String letter) {
        PeerState p = find(letter);
        peers.put(
                p.peer().key(),
                new PeerState(p.peer(), p.handshake(), p.received(), p.sent(), true));
        return this;
    }

    private PeerState find(String letter) {
        return Optional.ofNullable(peers.get(MeshFixture.key(letter))).orElseThrow();
    }

    /** From now on the paths to these peers, and no others, are dead. */
    public SimulatedNode dead(String... letters) {
        deadPeers = Stream.of(letters).map(MeshFixture::key).collect(Collectors.toSet());
        return this;
    }

    public SimulatedNode forget() {
        state = NodeState.EMPTY;
        return this;
    }

    /** Another state file. */
    public SimulatedNode remember(NodeState other) {
        state = other;
        return this;
    }

    public NodeState state() {
        return state;
    }

    /** What a pass is decided on now. */
    public NodeContext node() {
        return new NodeContext(
                new SelfSelector.ByKey(key, keyFile, held),
                "wg0",
                exists ? Optional.of(device()) : Optional.empty(),
                new NodeFacts(
                        around,
                        links,
                        gateways,
                        resolvers,
                        routes.stream().filter(r -> r.place().isMain()).toList(),
                        Stream.concat(
                                        otherRoutes.stream(),
                                        routes.stream().filter(r -> !r.place().isMain()))
                                .toList(),
                        defaultRoutes,
                        rpFilters,
                        forwarding,
                        contacts),
                state,
                options,
                savedMesh,
                now,
                presharedKeys,
                deadPeers);
    }

    private DeviceState device() {
        return new DeviceState(
                "wg0",
                Optional.of(key),
                51820,
                up,
                1420,
                addresses.stream().toList(),
                peers.values().stream().toList());
    }

    public DevicePlan plan(String mesh) {
        return plan(MeshFixture.read(mesh));
    }

    public DevicePlan plan(Mesh mesh) {
        return DevicePlanner.plan(mesh, node());
    }

    /** One pass: planned, carried out, remembered. */
    public DevicePlan pass(String mesh) {
        return pass(MeshFixture.read(mesh));
    }

    public DevicePlan pass(Mesh mesh) {
        return carryOut(plan(mesh));
    }

    /** Carries out a plan of {@link #plan} for this node as it is now, and remembers it. */
    public DevicePlan carryOut(DevicePlan plan) {
        exists |= plan.create().isPresent();
        plan.changes().forEach(c -> apply(c.change()));
        state = plan.stateAfter();
        var uses = new TreeMap<PublicKey, PskUse>();
        plan.desired()
                .peers()
                .forEach(p -> p.psk().use().ifPresent(use -> uses.put(p.peer().key(), use)));
        presharedKeys = presharedKeys.with(uses);
        return plan;
    }

    /** A pass that ends before its change of that number. */
    public DevicePlan passBroken(String mesh, int before) {
        DevicePlan plan = plan(mesh);
        plan.changes().stream().limit(before).forEach(c -> apply(c.change()));
        state = plan.stateBefore();
        return plan;
    }

    /** A change that is made outside a pass. */
    public void change(DeviceChange change) {
        apply(change);
    }

    private void apply(DeviceChange change) {
        switch (change) {
            case DeviceChange.SetLinkUp() -> {
                must(!up, change);
                up = true;
            }
            case DeviceChange.AddPeer(Peer peer, Optional<PresharedKey> psk) -> {
                must(!peers.containsKey(peer.key()), change);
                put(new PeerState(peer, Optional.empty(), 0, 0, false).withPresharedKey(psk));
            }
            case DeviceChange.SetPrivateKey(PrivateKey own) -> key = own.publicKey();
            case DeviceChange.SetPresharedKey(PublicKey of, Optional<PresharedKey> psk) -> {
                PeerState p = Optional.ofNullable(peers.get(of)).orElseThrow();
                must(p.presharedKey() != psk.isPresent() || !p.psk().equals(psk), change);
                peers.put(of, p.withPresharedKey(psk));
            }
            case DeviceChange.UpdatePeer u -> update(u);
            case DeviceChange.RemovePeer(PublicKey gone) ->
                    must(Optional.ofNullable(peers.remove(gone)).isPresent(), change);
            case DeviceChange.AddAddress(IpAddress a) -> must(addresses.add(a), change);
            case DeviceChange.RemoveAddress(IpAddress a) -> must(addresses.remove(a), change);
            case DeviceChange.AddRoute(Route r) -> {
                must(routes.stream().noneMatch(o -> same(o, r)), change);
                addRoute(r);
            }
            case DeviceChange.ReplaceRoute(Route before, Route after) -> {
                must(routes.remove(before), change);
                addRoute(after);
            }
            case DeviceChange.RemoveRoute(Route r) -> must(routes.remove(r), change);
            case DeviceChange.SetForwarding(Family family, boolean on, _) -> forward(family, on);
        }
    }

    /** Makes the node read what its kernel forwards. */
    public SimulatedNode kernel(Set<Family> forwards, Set<Family> settable) {
        forwarding = Optional.of(new Forwarding(forwards, settable));
        return this;
    }

    private void forward(Family family, boolean on) {
        Forwarding before = forwarding.orElseThrow();
        must(on || before.on().contains(family), family);
        var after = new HashSet<>(before.on());
        if (on) {
            must(before.settable().contains(family), family);
            after.add(family);
        } else {
            after.remove(family);
        }
        kernel(after, before.settable());
    }

    private static boolean same(Route a, Route b) {
        return a.destination().equals(b.destination()) && a.place().equals(b.place());
    }

    private void addRoute(Route route) {
        must(up || !route.device().equals("wg0"), route);
        must(route.source().stream().allMatch(addresses::contains), route);
        routes.add(route);
    }

    private void update(DeviceChange.UpdatePeer u) {
        PeerState p = Optional.ofNullable(peers.get(u.key())).orElseThrow();
        var peer =
                new Peer(
                        u.key(),
                        u.endpoint().or(() -> p.peer().endpoint()),
                        u.allowedIps().orElse(p.peer().allowedIps()),
                        u.keepalive().orElse(p.peer().keepalive()));
        must(!peer.equals(p.peer()) || u.endpoint().isPresent(), u);
        put(p.with(peer));
    }

    /** As WireGuard would, but that taking an allowed IP silently is refused. */
    private void put(PeerState state) {
        Set<Prefix> given = new HashSet<>(state.peer().allowedIps());
        for (PeerState other : peers.values()) {
            if (!other.peer().key().equals(state.peer().key())) {
                must(other.peer().allowedIps().stream().noneMatch(given::contains), state.peer());
            }
        }
        peers.put(state.peer().key(), state);
    }

    private static void must(boolean holds, Object what) {
        if (!holds) {
            throw new AssertionError("cannot be done: " + what);
        }
    }

    /** The device as an engineer reads it; a peer is shown by the letter of its key. */
    public String text() {
        var text = new StringBuilder();
        addresses.forEach(a -> text.append("addr ").append(a).append('\n'));
        peers.values().forEach(p -> text.append(PeerText.of(p.peer())).append('\n'));
        routes.stream().sorted().forEach(r -> text.append(PeerText.of(r)).append('\n'));
        return text.toString();
    }

    public List<Route> routes() {
        return List.copyOf(routes);
    }

    public Map<PublicKey, PeerState> peers() {
        return Map.copyOf(peers);
    }

    /** The problems of a plan without their fixes, a line each. */
    public static String problems(DevicePlan plan) {
        return withoutFixes(plan.messages().problems());
    }

    /** Problems without their fixes, a line each. */
    public static String withoutFixes(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.where() + ": " + problem.what() + "\n")
                .collect(Collectors.joining());
    }

    /** The changes of a plan, a line each. */
    public static String changes(DevicePlan plan) {
        var text = new StringBuilder();
        plan.changes().stream()
                .map(PlannedChange::change)
                .forEach(c -> text.append(PeerText.of(c)).append('\n'));
        return text.toString();
    }
}
