package dev.wgmesh.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.VerifyKey;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.Signers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which members a lock accepts. */
class LockedMeshTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-09-01T00:00:00Z");
    private static final VerifyKey ONE = Signers.RFC.verifyKey();
    private static final VerifyKey TWO = Signers.SECOND.verifyKey();
    private static final Lock LOCK = new Lock(List.of(ONE), 1);
    private static final Lock BOTH = new Lock(List.of(ONE, TWO), 2);

    private static final String MESH =
            "a.example.com mesh=10.0.0.1\nb.example.com mesh=10.0.0.2 net=10.1.0.0/16\n";

    private static Map<HostName, DnsAnswer<List<String>>> signed(String mesh) {
        return Signers.sign(MeshFixture.read(mesh), END, Signers.RFC);
    }

    private static String seen(
            String mesh, Map<HostName, DnsAnswer<List<String>>> signatures, Lock lock) {
        LockedMesh locked = LockedMesh.of(MeshFixture.read(mesh), signatures, lock, NOW);
        String members =
                locked.mesh().members().stream()
                        .map(member ->
                                member.name()
                                        + (member.resolved() ? " counts" : " unresolved")
                                        + "\n")
                        .collect(Collectors.joining());
        return members
                + locked.mesh().problems().stream()
                        .map(problem -> problem.where() + " " + problem.what() + "\n")
                        .collect(Collectors.joining());
    }

    @Test
    void a_signed_mesh_is_the_mesh_itself() {
        Mesh mesh = MeshFixture.read(MESH);
        Mesh locked = LockedMesh.of(mesh, signed(MESH), LOCK, NOW).mesh();
        assertEquals(
                mesh.members(),
                locked.members().stream()
                        .map(member -> member.signedUntil(Optional.empty()))
                        .toList());
        assertEquals(
                List.of(Optional.of(END), Optional.of(END)),
                locked.members().stream().map(Member::signedUntil).toList());
        assertEquals(List.of(), locked.problems());
    }

    @Test
    void a_changed_member_is_unresolved_and_the_others_count() {
        for (String changed :
                List.of(
                        MESH.replace("10.0.0.2", "10.0.0.3"),
                        MESH.replace("10.0.0.2", "10.0.0.2,10.0.0.3"),
                        MESH.replace(" net=10.1.0.0/16", ""),
                        MESH.replace("net=10.1.0.0/16", "net=10.1.0.0/16 next-key=x"),
                        MESH.replace("net=10.1", "key=x net=10.1"))) {
            assertEquals(
                    """
                    a.example.com counts
                    b.example.com unresolved
                    _sig._wireguard.b.example.com TXT has a signature that is over other records than the present ones
                    """,
                    seen(changed, signed(MESH), LOCK),
                    changed);
        }
    }

    @Test
    void endpoints_and_sites_are_not_signed() {
        String moved = MESH.replace("10.0.0.2", "10.0.0.2 at=203.0.113.9 site=away nat=yes");
        assertEquals(
                "a.example.com counts\nb.example.com counts\n", seen(moved, signed(MESH), LOCK));
    }

    @Test
    void a_stranger_without_a_signature_or_with_that_of_another_host_is_unresolved() {
        String more = MESH + "x.example.com mesh=10.0.0.9\n";
        var signatures = signed(MESH);
        String unsigned =
                """
                a.example.com counts
                b.example.com counts
                x.example.com unresolved
                _sig._wireguard.x.example.com TXT has no signature
                """;
        assertEquals(unsigned, seen(more, signatures, LOCK));
        signatures.put(
                new HostName("x.example.com"), signatures.get(new HostName("b.example.com")));
        assertEquals(
                unsigned.replace(
                        "no signature",
                        "a signature that is over other records than the present ones"),
                seen(more, signatures, LOCK));
    }

    @Test
    void a_signature_of_another_mesh_is_none_of_this_one() {
        Mesh mesh = MeshFixture.read(MESH);
        var other =
                new Mesh(
                        new MeshName("_other.example.com"),
                        mesh.lists(),
                        mesh.members(),
                        List.of(),
                        mesh.ttl());
        String seen = seen(MESH, Signers.sign(other, END, Signers.RFC), LOCK);
        assertFalse(seen.contains("counts"), seen);
    }

    @Test
    void a_signature_of_a_stranger_is_no_signature() {
        var signatures = Signers.sign(MeshFixture.read(MESH), END, Signers.SECOND);
        String seen = seen(MESH, signatures, LOCK);
        assertTrue(
                seen.contains(
                        "TXT has a signature that is of a signer that the lock does not have"),
                seen);
        assertFalse(seen.contains("counts"), seen);
    }

    @Test
    void a_signature_that_ended_does_not_count_from_that_second_on() {
        Mesh mesh = MeshFixture.read(MESH);
        var signatures = Signers.sign(mesh, NOW, Signers.RFC);
        assertTrue(seen(MESH, signatures, LOCK).contains("TXT has a signature that is expired"));
        Instant before = NOW.minusSeconds(1);
        assertEquals(List.of(), LockedMesh.of(mesh, signatures, LOCK, before).mesh().problems());
    }

    @Test
    void two_of_two_signers_must_sign() {
        Mesh mesh = MeshFixture.read(MESH);
        assertTrue(seen(MESH, signed(MESH), BOTH).contains("TXT has 1 of 2 signatures\n"));
        var twice = Signers.sign(mesh, END, Signers.RFC, Signers.RFC);
        assertTrue(seen(MESH, twice, BOTH).contains("TXT has 1 of 2 signatures\n"));
        var both = Signers.sign(mesh, END, Signers.RFC, Signers.SECOND);
        assertEquals("a.example.com counts\nb.example.com counts\n", seen(MESH, both, BOTH));
    }

    @Test
    void what_two_signers_signed_ends_with_the_earlier_signature() {
        Mesh mesh = MeshFixture.read(MESH);
        var a = new HostName("a.example.com");
        var first = texts(Signers.sign(mesh, END, Signers.RFC), a);
        var second = texts(Signers.sign(mesh, END.plusSeconds(9), Signers.SECOND), a);
        var both = new ArrayList<>(first);
        both.addAll(second);
        Map<HostName, DnsAnswer<List<String>>> signatures =
                Map.of(a, new DnsAnswer.Found<>(both, Duration.ZERO));
        assertEquals(
                Optional.of(END),
                LockedMesh.of(mesh, signatures, BOTH, NOW).statuses().getFirst().until());
        assertEquals(
                Optional.of(END.plusSeconds(9)),
                LockedMesh.of(mesh, signatures, new Lock(List.of(ONE, TWO), 1), NOW)
                        .statuses()
                        .getFirst()
                        .until());
    }

    @Test
    void a_good_signature_counts_beside_broken_ones() {
        var host = new HostName("a.example.com");
        var signatures = signed(MESH);
        var texts = new ArrayList<>(texts(signatures, host));
        texts.add("v=1 signer=x");
        texts.add("\u001b[31m".repeat(90));
        texts.addAll(texts(signed(MESH.replace("10.0.0.1", "10.0.0.7")), host));
        signatures.put(host, new DnsAnswer.Found<>(texts, Duration.ZERO));
        assertEquals("a.example.com counts\nb.example.com counts\n", seen(MESH, signatures, LOCK));
    }

    @Test
    void a_failed_lookup_is_not_a_wrong_signature() {
        var signatures = signed(MESH);
        signatures.put(
                new HostName("a.example.com"),
                new DnsAnswer.Failed<>(Problem.of("127.0.0.1:53", "SERVFAIL")));
        assertEquals(
                """
                a.example.com unresolved
                b.example.com counts
                _sig._wireguard.a.example.com TXT cannot be checked: 127.0.0.1:53 SERVFAIL
                """,
                seen(MESH, signatures, LOCK));
        assertEquals(
                """
                a.example.com counts
                b.example.com unresolved
                _sig._wireguard.b.example.com TXT cannot be checked: 127.0.0.1:53 SERVFAIL
                """,
                seen(MESH.replace("net=", "meta=fails net="), signed(MESH), LOCK));
    }

    @Test
    void the_end_of_a_signature_is_reported_seven_days_ahead() {
        Mesh mesh = LockedMesh.of(MeshFixture.read(MESH), signed(MESH), LOCK, NOW).mesh();
        assertEquals(List.of(), LockedMesh.endingSoon(mesh, END.minus(Duration.ofDays(7))));
        assertEquals(
                """
                a.example.com: its signature ends at 2026-09-01T00:00:00Z; sign its records again: wg-mesh lock request a.example.com
                b.example.com: its signature ends at 2026-09-01T00:00:00Z; sign its records again: wg-mesh lock request b.example.com
                """,
                LockedMesh.endingSoon(mesh, END.minus(Duration.ofDays(7)).plusSeconds(1)).stream()
                        .map(problem -> problem + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void the_signature_that_ends_first_is_reported_first() {
        Mesh mesh = MeshFixture.read(MESH);
        var signatures = Signers.sign(mesh, END.plusSeconds(60), Signers.RFC);
        var b = new HostName("b.example.com");
        signatures.put(b, new DnsAnswer.Found<>(texts(signed(MESH), b), Duration.ZERO));
        Mesh locked = LockedMesh.of(mesh, signatures, LOCK, NOW).mesh();
        assertEquals(
                List.of("b.example.com", "a.example.com"),
                LockedMesh.endingSoon(locked, END.minusSeconds(1)).stream()
                        .map(Problem::where)
                        .toList());
    }

    @Test
    void a_flood_of_signatures_of_one_signer_is_not_verified_one_by_one() {
        var host = new HostName("a.example.com");
        var texts = new ArrayList<String>();
        for (int i = 0; i < 400; i++) {
            Mesh other =
                    MeshFixture.read("a.example.com mesh=10.9." + i / 200 + "." + (i % 200 + 1));
            texts.addAll(texts(Signers.sign(other, END.plusSeconds(i), Signers.RFC), host));
        }
        Map<HostName, DnsAnswer<List<String>>> signatures =
                Map.of(host, new DnsAnswer.Found<>(texts, Duration.ZERO));
        LockStatus status =
                LockedMesh.of(MeshFixture.read(MESH), signatures, LOCK, NOW).statuses().getFirst();
        Map<SignatureCheck.Verdict, Long> counts =
                status.checks().stream()
                        .collect(
                                Collectors.groupingBy(
                                        SignatureCheck::verdict, Collectors.counting()));
        assertEquals(
                Map.of(
                        SignatureCheck.Verdict.MISMATCH, 4L,
                        SignatureCheck.Verdict.SURPLUS, 396L),
                counts);
    }

    @Test
    void a_lock_needs_as_many_signers_as_signatures() {
        for (int required : List.of(0, 2)) {
            assertThrows(
                    IllegalArgumentException.class, () -> new Lock(List.of(ONE, ONE), required));
        }
        assertThrows(IllegalArgumentException.class, () -> new Lock(List.of(), 1));
    }

    private static List<String> texts(
            Map<HostName, DnsAnswer<List<String>>> signatures, HostName host) {
        return Optional.ofNullable(signatures.get(host)).orElseThrow().found().orElseThrow();
    }
}
