package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.device.MemoryDevice;
import dev.wgmesh.mesh.ObservedEndpoint;
import dev.wgmesh.mesh.ObserverQuestion;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.observe.ObserverClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The packets between a {@link VirtualNode} and the members that it meets behind two NATs. Some
 * pairs have traffic for a while; of a quiet pair one end may send all keepalives.
 */
final class VirtualTunnel implements ObserverClient {
    /** Within that time a pair whose NAT got another address meets anew. */
    private static final Duration MOST = Duration.ofSeconds(75);

    /** The same for a pair that has had traffic for a while. */
    private static final Duration MOST_BUSY = Duration.ofSeconds(1);

    /** After that time with traffic a pair is looked at closely. */
    private static final Duration BUSY = Duration.ofSeconds(25);

    private static final long KEEPALIVE_SECONDS = 25;
    private static final long KEEPALIVE_OCTETS = 32;
    private static final long PROBE_OCTETS = 128;

    private final VirtualMesh mesh;
    private final MemoryDevice memory;
    private final Set<String> asks = new TreeSet<>();
    private final Set<String> sendsKeepalives = new TreeSet<>();

    /** The endpoint of a member that the node has sent to: its NAT lets answers in. */
    private final Map<String, Endpoint> opened = new HashMap<>();

    /** Since when a pair has traffic, and an observer. */
    private final Map<String, Instant> busySince = new HashMap<>();

    private final Map<String, Cut> cut = new HashMap<>();
    private final List<Duration> cuts = new ArrayList<>();
    private Instant last = Instant.MIN;

    /** A pair whose packets are lost. */
    private record Cut(Instant since, boolean busy) {
        Duration until(Instant now) {
            return Duration.between(since, now);
        }
    }

    VirtualTunnel(RandomGenerator random, VirtualMesh mesh, MemoryDevice memory) {
        this.mesh = mesh;
        this.memory = memory;
        for (VirtualMember member : mesh.members()) {
            if (random.nextBoolean()) {
                asks.add(member.letter());
            }
            if (random.nextBoolean()) {
                sendsKeepalives.add(member.letter());
            }
        }
    }

    /** Returns how long each pair was cut that had traffic. */
    List<Duration> cuts() {
        return cuts;
    }

    /** The process of the node starts anew. */
    void restart() {
        busySince.clear();
    }

    /** Lets packets flow until that time. */
    void pass(Instant now) {
        if (mesh.nodeBehindNat()) {
            long millis = last.equals(Instant.MIN) ? 0 : Duration.between(last, now).toMillis();
            long keepalives =
                    last.equals(Instant.MIN)
                            ? 0
                            : now.getEpochSecond() / KEEPALIVE_SECONDS
                                    - last.getEpochSecond() / KEEPALIVE_SECONDS;
            boolean observed = isObserved(now);
            for (VirtualMember member : mesh.members()) {
                Optional<PeerState> peer = memory.find(member.key(now));
                if (peer.isPresent() && mesh.isPunched(member)) {
                    exchange(
                            member,
                            peer.get(),
                            member.talks(now) ? millis : 0,
                            KEEPALIVE_OCTETS * keepalives);
                    assertMeets(member, peer.get(), observed, now);
                }
            }
        }
        last = now;
    }

    private static boolean reaches(VirtualMember member, PeerState peer) {
        return member.alive() && member.isAt(peer.peer().endpoint());
    }

    /** Whether packets get through both NATs. */
    private boolean meets(VirtualMember member, PeerState peer) {
        return reaches(member, peer)
                && member.isAt(Optional.ofNullable(opened.get(member.letter())));
    }

    /**
     * @param data octets of traffic each way, of which one end asks and the other one answers
     */
    private void exchange(VirtualMember member, PeerState peer, long data, long keepalives) {
        boolean asks = this.asks.contains(member.letter());
        boolean receives = sendsKeepalives.contains(member.letter());
        boolean meets = meets(member, peer);
        long sent =
                (meets || !asks ? data : 0) + (meets && (receives || data > 0) ? 0 : keepalives);
        long received = meets ? data + (receives ? keepalives : 0) : 0;
        send(member, peer, received, sent);
    }

    private void send(VirtualMember member, PeerState peer, long received, long sent) {
        memory.exchange(peer.peer().key(), received, sent);
        if (sent > 0) {
            peer.peer().endpoint().ifPresent(to -> opened.put(member.letter(), to));
        }
    }

    /** Whether the node has a session with the observer. */
    private boolean isObserved(Instant now) {
        VirtualMember observer = mesh.member(VirtualMesh.OBSERVER);
        return mesh.keysRead().containsKey(VirtualMesh.OBSERVER)
                && observer.alive()
                && !observer.rotates()
                && memory.find(observer.key(now)).filter(it -> it.isLive(now)).isPresent();
    }

    /** The node finds that the path is dead, asks the observer, and writes the new endpoint. */
    private void assertMeets(VirtualMember member, PeerState peer, boolean observed, Instant now) {
        boolean sees =
                observed
                        && mesh.keysRead().containsKey(member.letter())
                        && member.alive()
                        && !member.rotates()
                        && peer.isLive(now);
        if (!sees || !member.talks(now)) {
            busySince.remove(member.letter());
        }
        Cut before = cut.get(member.letter());
        if (meets(member, peer) || !sees) {
            if (before != null && before.busy() && sees) {
                cuts.add(before.until(now));
            }
            cut.remove(member.letter());
            if (sees && member.talks(now)) {
                busySince.putIfAbsent(member.letter(), now);
            }
            return;
        }
        if (before == null) {
            boolean busy =
                    Optional.ofNullable(busySince.get(member.letter()))
                            .filter(since -> !now.isBefore(since.plus(BUSY)))
                            .isPresent();
            before = new Cut(now, busy);
            cut.put(member.letter(), before);
        }
        Cut present = before;
        assertTrue(
                present.until(now).compareTo(present.busy() ? MOST_BUSY : MOST) <= 0,
                () -> member.letter() + " is cut off, " + present + ", now " + now);
    }

    @Override
    public Map<HostName, List<ObservedEndpoint>> ask(List<ObserverQuestion> questions) {
        return mesh.ask(questions);
    }

    /** Whoever receives data answers. */
    @Override
    public void probe(List<IpAddress> addresses) {
        if (addresses.isEmpty()) {
            return;
        }
        List<Prefix> probed = addresses.stream().map(IpAddress::asPrefix).toList();
        for (VirtualMember member : mesh.members()) {
            if (probed.stream().anyMatch(member.addresses()::contains)) {
                memory.find(member.key(last))
                        .ifPresent(peer ->
                                send(
                                        member,
                                        peer,
                                        reaches(member, peer) ? PROBE_OCTETS : 0,
                                        PROBE_OCTETS));
            }
        }
    }
}
