package dev.wgmesh.apply;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.HeldKey;
import dev.wgmesh.mesh.KeySwitchClock;
import dev.wgmesh.mesh.ObservedEndpoint;
import dev.wgmesh.mesh.ObserverQuestion;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.MeshCodec;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The members around a {@link VirtualNode}, the NATs that they are behind, and the DNS that says
 * so, late and sometimes not at all.
 */
final class VirtualMesh implements MeshSource {
    static final MeshName NAME = new MeshName("_p2p.example.com");

    /** The members besides the node, which is a. */
    static final String LETTERS = "bcdfh";

    /** The observer, which is public. */
    static final String OBSERVER = "b";

    /** The relay, which is public. */
    static final String RELAY = "c";

    /** The members behind NAT; the last one behind a symmetric one. */
    private static final String BEHIND_NAT = "fh";

    private static final String SYMMETRIC = "h";

    /** The TTL of the records: with a short one most passes find nothing new. */
    private static final List<Duration> TTLS =
            Stream.concat(
                            Collections.nCopies(7, Duration.ofHours(1)).stream(),
                            Stream.of(Duration.ofMinutes(5)))
                    .toList();

    /** The time between an announcement of a key and its use: more than the longest TTL. */
    private static final Duration ANNOUNCED = Duration.ofMinutes(75);

    private final RandomGenerator random;
    private final Duration ttl;
    private final boolean nodeBehindNat;
    private final Map<String, VirtualMember> members = new TreeMap<>();
    private HeldKey own;
    private Optional<HeldKey> ownNext = Optional.empty();
    private Instant now;
    private Instant ownSwitch = Instant.MAX;
    private Failures failures = Failures.NONE;
    private Instant failuresEnd = Instant.MIN;
    private Version current;
    private Version before;
    private Version read;
    private boolean complete;
    private Optional<Mesh> lastRead = Optional.empty();
    private boolean lastReadComplete;

    /** What DNS does. */
    enum Failures {
        NONE,
        ALL,
        /** Of two servers one answers SERVFAIL, so some questions fail. */
        SOME,
        /** A server has an old copy of the zone. */
        STALE
    }

    /** A copy of the zone: the keys of each listed member. */
    private record Version(DnsSnapshot zone, Mesh mesh, Map<String, Set<PublicKey>> keys) {}

    VirtualMesh(RandomGenerator random, Instant now) {
        this.random = random;
        this.ttl = TTLS.get(random.nextInt(TTLS.size()));
        this.now = now;
        this.nodeBehindNat = random.nextInt(3) == 0;
        this.own = new HeldKey(PrivateKey.generate(random), "a.key");
        for (String letter : LETTERS.split("")) {
            var member =
                    new VirtualMember(
                            letter, key(), BEHIND_NAT.contains(letter), random.nextInt(1, 200));
            members.put(letter, member);
        }
        current = version();
        before = current;
        read = current;
    }

    private PublicKey key() {
        byte[] octets = new byte[32];
        random.nextBytes(octets);
        return new PublicKey(Base64.getEncoder().encodeToString(octets));
    }

    /** Returns the TTL of the records. */
    Duration ttl() {
        return ttl;
    }

    Collection<VirtualMember> members() {
        return members.values();
    }

    VirtualMember member(String letter) {
        return Optional.ofNullable(members.get(letter)).orElseThrow();
    }

    boolean nodeBehindNat() {
        return nodeBehindNat;
    }

    /**
     * Returns whether packets between the node and the member go through the relay: a symmetric NAT
     * is in the way, or no observer is listed.
     */
    boolean isRelayed(VirtualMember member) {
        return isSymmetric(member)
                || nodeBehindNat && member.behindNat() && !read.keys().containsKey(OBSERVER);
    }

    /** Returns whether the node and the member never meet. */
    boolean isSymmetric(VirtualMember member) {
        return nodeBehindNat && member.letter().equals(SYMMETRIC);
    }

    /** Returns whether the node and the member meet at endpoints that an observer sees. */
    boolean isPunched(VirtualMember member) {
        return nodeBehindNat && member.behindNat() && !isSymmetric(member);
    }

    void at(Instant time) {
        now = time;
    }

    /** Returns the private keys in the node's files, that of {@code --key} first. */
    List<HeldKey> ownKeys() {
        return ownNext.map(next -> List.of(own, next)).orElse(List.of(own));
    }

    /** Changes the zone. */
    void publish() {
        before = current;
        current = version();
    }

    void fail(Failures kind, Instant end) {
        failures = kind;
        failuresEnd = end;
    }

    private Failures failures() {
        return now.isBefore(failuresEnd) ? failures : Failures.NONE;
    }

    boolean isReadable() {
        return failures() != Failures.ALL;
    }

    /** Returns the keys that the zone, as last read, has for a listed member. */
    Map<String, Set<PublicKey>> keysRead() {
        return read.keys();
    }

    /** Returns whether the last reading got an answer to each question, from the present zone. */
    boolean wasComplete() {
        return complete;
    }

    /** Returns whether the last reading that did not fail got an answer to each question. */
    boolean wasLastReadComplete() {
        return lastReadComplete;
    }

    /** Announces another key of a member; it switches after more than the longest TTL. */
    Instant rotate(VirtualMember member) {
        Instant at = KeySwitchClock.next(now.plus(ANNOUNCED), now);
        member.announce(key(), at);
        publish();
        return at;
    }

    /** Announces another key of the node. */
    Instant rotateOwn() {
        ownSwitch = KeySwitchClock.next(now.plus(ANNOUNCED), now);
        ownNext = Optional.of(new HeldKey(PrivateKey.generate(random), "a.next.key"));
        publish();
        return ownSwitch;
    }

    boolean rotatesOwn() {
        return ownNext.isPresent();
    }

    void commitOwn() {
        own = ownNext.orElseThrow();
        ownNext = Optional.empty();
        publish();
    }

    /** Returns the mesh as last read; empty: never. */
    Optional<Mesh> lastRead() {
        return lastRead;
    }

    @Override
    public Mesh read(MeshName name) {
        Mesh mesh = readNow(name);
        lastRead = Optional.of(mesh);
        return mesh;
    }

    private Mesh readNow(MeshName name) {
        Failures kind = failures();
        complete = kind == Failures.NONE;
        lastReadComplete = kind == Failures.ALL ? lastReadComplete : kind != Failures.SOME;
        return switch (kind) {
            case ALL -> throw Failure.unreadable(name + " TXT", "no answer", "wait");
            case NONE -> use(current);
            case STALE -> use(before);
            case SOME -> {
                read = current;
                int salt = random.nextInt();
                yield withTtl(MeshReader.read(new FailingSource(current.zone(), salt), name));
            }
        };
    }

    private Mesh use(Version version) {
        read = version;
        return version.mesh();
    }

    private Mesh withTtl(Mesh mesh) {
        return new Mesh(mesh.name(), mesh.lists(), mesh.members(), mesh.problems(), ttl);
    }

    /** Answers all questions about the mesh but one in eight. */
    private record FailingSource(DnsSnapshot zone, int salt) implements DnsSource {
        @Override
        public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
            var answers = new HashMap<Question, DnsAnswer<RRset>>();
            for (Question question : questions) {
                boolean fails =
                        (((question.toString().hashCode() ^ salt) * 0x9E3779B9) >>> 29) == 0;
                answers.put(
                        question,
                        fails
                                ? new DnsAnswer.Failed<>(
                                        Problem.of(question.toString(), "SERVFAIL"))
                                : zone.answer(question).orElseThrow());
            }
            return answers;
        }

        @Override
        public String description() {
            return "two servers, of which one fails";
        }
    }

    private Version version() {
        var zone =
                new StringBuilder(
                        """
                        _policy._p2p TXT "pool=10.0.0.0/24"
                        _policy._p2p TXT "pool=fd00::/64"
                        _p2p TXT "a.example.com"
                        _wireguard.a TXT "%s"
                        _wireguard.a A 10.0.0.1
                        _wireguard.a AAAA fd00::1
                        """
                                .formatted(own.publicKey()));
        zone.append(nodeBehindNat ? "_meta._wireguard.a TXT \"nat=yes\"\n" : "a A 203.0.113.1\n");
        ownNext.ifPresent(
                next -> zone.append(VirtualMember.nextKey("a", next.publicKey(), ownSwitch)));
        var keys = new TreeMap<String, Set<PublicKey>>();
        for (VirtualMember member : members.values()) {
            if (member.listed()) {
                zone.append(member.records());
                keys.put(member.letter(), new TreeSet<>(member.keys()));
            }
        }
        zone.append("_meta._wireguard.h TXT \"nat=hard\"\n");
        zone.append("_meta._wireguard." + OBSERVER + " TXT \"observe=yes\"\n");
        zone.append("_meta._wireguard." + RELAY + " TXT \"relay=yes\"\n");
        DnsSnapshot snapshot = TestZones.text("example.com.", zone.toString());
        return new Version(snapshot, withTtl(MeshCodec.decode(NAME, snapshot)), keys);
    }

    /** Returns what the observer says. */
    Map<HostName, List<ObservedEndpoint>> ask(List<ObserverQuestion> questions) {
        var answers = new HashMap<HostName, List<ObservedEndpoint>>();
        if (member(OBSERVER).alive()) {
            for (ObserverQuestion question : questions) {
                VirtualMember asked = member(question.member().text().substring(0, 1));
                List<ObservedEndpoint> seen =
                        asked.alive()
                                ? List.of(
                                        new ObservedEndpoint(
                                                asked.endpoint(),
                                                new HostName(OBSERVER + ".example.com"),
                                                now.plusSeconds(15)))
                                : List.of();
                answers.put(question.member(), seen);
            }
        }
        return answers;
    }
}
