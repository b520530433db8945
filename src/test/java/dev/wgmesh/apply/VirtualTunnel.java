package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.device.MemoryDevice;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.ObservedEndpoint;
import dev.wgmesh.mesh.ObserverQuestion;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.observe.ObserverClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The packets between a {@link VirtualNode} and the members that it meets behind two NATs. Some
 * pairs have traffic; of a quiet pair one end may send all keepalives.
 */
final class VirtualTunnel implements ObserverClient {
    /** Within that time a pair whose NAT got another address meets anew. */
    private static final Duration MOST = Duration.ofSeconds(75);

    private static final long KEEPALIVE_SECONDS = 25;
    private static final long KEEPALIVE_OCTETS = 32;
    private static final long PROBE_OCTETS = 128;
    private static final long OCTETS_PER_SECOND = 1000;

    private final VirtualMesh mesh;
    private final MemoryDevice memory;
    private final Set<String> busy = new TreeSet<>();
    private final Set<String> sendsKeepalives = new TreeSet<>();
    private final Map<String, Instant> cut = new HashMap<>();
    private Instant last = Instant.MIN;
    private Duration longestCut = Duration.ZERO;

    VirtualTunnel(RandomGenerator random, VirtualMesh mesh, MemoryDevice memory) {
        this.mesh = mesh;
        this.memory = memory;
        for (VirtualMember member : mesh.members()) {
            if (random.nextBoolean()) {
                busy.add(member.letter());
            }
            if (random.nextBoolean()) {
                sendsKeepalives.add(member.letter());
            }
        }
    }

    /** Returns the longest time that a pair was cut. */
    Duration longestCut() {
        return longestCut;
    }

    /** Lets packets flow until that time. */
    void pass(Instant now) {
        if (mesh.nodeBehindNat()) {
            long seconds = last.equals(Instant.MIN) ? 0 : Duration.between(last, now).toSeconds();
            long keepalives =
                    last.equals(Instant.MIN)
                            ? 0
                            : now.getEpochSecond() / KEEPALIVE_SECONDS
                                    - last.getEpochSecond() / KEEPALIVE_SECONDS;
            Map<PublicKey, PeerState> peers = peers();
            for (VirtualMember member : mesh.members()) {
                Optional.ofNullable(peers.get(member.key(now)))
                        .filter(_ -> mesh.isPunched(member))
                        .ifPresent(peer -> {
                            exchange(member, peer, seconds, KEEPALIVE_OCTETS * keepalives);
                            assertMeets(member, peer, peers, now);
                        });
            }
        }
        last = now;
    }

    private Map<PublicKey, PeerState> peers() {
        return memory.peers().stream()
                .collect(Collectors.toMap(peer -> peer.peer().key(), Function.identity()));
    }

    private static boolean reaches(VirtualMember member, PeerState peer) {
        return member.alive() && peer.peer().endpoint().equals(Optional.of(member.endpoint()));
    }

    private void exchange(VirtualMember member, PeerState peer, long seconds, long keepalives) {
        boolean reaches = reaches(member, peer);
        boolean receives = sendsKeepalives.contains(member.letter());
        long sent =
                busy.contains(member.letter())
                        ? OCTETS_PER_SECOND * seconds
                        : reaches && receives ? 0 : keepalives;
        long received =
                !reaches
                        ? 0
                        : busy.contains(member.letter())
                                ? OCTETS_PER_SECOND * seconds
                                : receives ? keepalives : 0;
        memory.exchange(peer.peer().key(), received, sent);
    }

    /** The node finds that the path is dead, asks the observer, and writes the new endpoint. */
    private void assertMeets(
            VirtualMember member, PeerState peer, Map<PublicKey, PeerState> peers, Instant now) {
        VirtualMember observer = mesh.member(VirtualMesh.OBSERVER);
        boolean sees =
                mesh.keysRead().containsKey(VirtualMesh.OBSERVER)
                        && mesh.keysRead().containsKey(member.letter())
                        && observer.alive()
                        && !observer.rotates()
                        && Optional.ofNullable(peers.get(observer.key(now)))
                                .filter(it -> it.isLive(now))
                                .isPresent();
        if (reaches(member, peer)
                || !sees
                || !member.alive()
                || member.rotates()
                || !peer.isLive(now)) {
            cut.remove(member.letter());
            return;
        }
        Instant since = cut.computeIfAbsent(member.letter(), _ -> now);
        Duration time = Duration.between(since, now);
        longestCut = time.compareTo(longestCut) > 0 ? time : longestCut;
        assertTrue(
                time.compareTo(MOST) <= 0,
                () -> member.letter() + " is cut off since " + since + ", now " + now);
    }

    @Override
    public Map<HostName, List<ObservedEndpoint>> ask(List<ObserverQuestion> questions) {
        return mesh.ask(questions);
    }

    /** Whoever receives data answers. */
    @Override
    public void probe(List<IpAddress> addresses) {
        Map<PublicKey, PeerState> peers = peers();
        for (VirtualMember member : mesh.members()) {
            if (addresses.stream()
                    .map(address -> new Prefix(address, address.family().bits()))
                    .anyMatch(member.addresses()::contains)) {
                Optional.ofNullable(peers.get(member.key(last)))
                        .ifPresent(peer ->
                                memory.exchange(
                                        peer.peer().key(),
                                        reaches(member, peer) ? PROBE_OCTETS : 0,
                                        PROBE_OCTETS));
            }
        }
    }
}
