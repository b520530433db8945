package dev.wgmesh.provision;

import static dev.wgmesh.provision.ThreeMemberMesh.key;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.testing.MemoryHosting;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** New records have the TTL of the policy, else of the list, else 300 s, whatever writes them. */
class RecordTtlTest {
    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final HostName B = new HostName("node-b.example.com");

    /** The list has a TTL of 600 s; no record has one of 300 s. */
    private static final String ZONE =
            """
            _p2p 600 TXT "node-a.example.com"
            _p2p 600 TXT "node-b.example.com"
            _wireguard.node-a 900 TXT "%s"
            _wireguard.node-a 900 A 10.0.0.1
            _wireguard.node-b 900 TXT "%s"
            _wireguard.node-b 900 A 10.0.0.2
            """
                    .formatted(key("a"), key("b"));

    private static final String POLICY =
            """
            _policy._p2p 900 TXT "pool=10.0.0.0/24"
            _policy._p2p 900 TXT "ttl=120"
            """;

    /** A command that writes new records. */
    @FunctionalInterface
    private interface Write {
        void run(MemoryHosting hosting) throws InterruptedException;
    }

    private static final Map<String, Write> WRITES =
            Map.of(
                    "init",
                    RecordTtlTest::create,
                    "join",
                    hosting ->
                            new Join(hosting, MeshWriters.request(new HostName("new.example.com")))
                                    .run(patience(), CommitListener.NONE, () -> {}),
                    "leave",
                    hosting ->
                            new Leave(hosting, B, MESH, false).run(patience(), CommitListener.NONE),
                    "rotate",
                    hosting ->
                            new Rotate(hosting, next(), () -> Instant.EPOCH)
                                    .run(patience(), CommitListener.NONE, () -> {}),
                    "set",
                    hosting -> new SetMember(hosting, site()).run(patience(), CommitListener.NONE));

    @Test
    void without_a_policy_it_is_that_of_the_list() throws Exception {
        assertEquals(
                Map.of(
                        "init", Set.of(600L),
                        "join", Set.of(600L),
                        "leave", Set.of(600L),
                        "rotate", Set.of(600L),
                        "set", Set.of(600L)),
                newTtls(ZONE, WRITES));
    }

    @Test
    void the_ttl_of_the_policy_comes_first() throws Exception {
        var writes = new TreeMap<>(WRITES);
        writes.remove("init");
        assertEquals(
                Map.of(
                        "join", Set.of(120L),
                        "leave", Set.of(120L),
                        "rotate", Set.of(120L),
                        "set", Set.of(120L)),
                newTtls(ZONE + POLICY, writes));
    }

    @Test
    void without_either_it_is_300_seconds() throws Exception {
        assertEquals(
                Map.of("init", Set.of(300L)), newTtls("", Map.of("init", RecordTtlTest::create)));
    }

    /** The TTLs of the RRsets that each command created. */
    private static Map<String, Set<Long>> newTtls(String text, Map<String, Write> writes)
            throws InterruptedException {
        var ttls = new TreeMap<String, Set<Long>>();
        for (Map.Entry<String, Write> write : writes.entrySet()) {
            var hosting = new MemoryHosting().with("example.com", text);
            Set<Question> before = zone(hosting).rrsets().keySet();
            write.getValue().run(hosting);
            ttls.put(
                    write.getKey(),
                    zone(hosting).rrsets().values().stream()
                            .filter(set -> !before.contains(set.question()))
                            .filter(set -> set.question().type() != Type.SOA)
                            .map(RRset::ttl)
                            .collect(Collectors.toSet()));
        }
        return ttls;
    }

    private static ZoneContents zone(MemoryHosting hosting) {
        return hosting.snapshot().zones().getFirst();
    }

    private static void create(MemoryHosting hosting) throws InterruptedException {
        new Init(hosting, MESH, policy(), PolicyExceptions.NONE)
                .run(patience(), CommitListener.NONE);
    }

    private static RetryPolicy patience() {
        return new ThreeMemberMesh();
    }

    private static Policy policy() {
        return new Policy(
                List.of(Prefix.of("10.0.0.0/24")), List.of(), Optional.empty(), Optional.empty());
    }

    private static RotateRequest next() {
        return new RotateRequest(
                B, MESH, RotateRequest.Step.PREPARE, Optional.of(key("next")), false);
    }

    private static SetRequest site() {
        return new SetRequest(
                B,
                MESH,
                Optional.of(
                        new AddressRequest(List.of(IpAddress.of("10.0.0.9")), false, List.of())),
                Optional.empty(),
                Optional.empty(),
                there -> there.withSite(Optional.of("home")));
    }
}
