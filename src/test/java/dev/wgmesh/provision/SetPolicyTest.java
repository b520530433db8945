package dev.wgmesh.provision;

import static dev.wgmesh.provision.ThreeMemberMesh.MESH;
import static dev.wgmesh.provision.ThreeMemberMesh.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.HostedReceipt;
import dev.wgmesh.plan.Location;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.MemoryHosting;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.TxtStrings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class SetPolicyTest {
    private static final String POLICY = "_policy._p2p.example.com TXT";
    private static final String REVISION = "_revision._p2p.example.com TXT";
    private static final PolicyRequest NOTHING =
            new PolicyRequest(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final ThreeMemberMesh mesh = new ThreeMemberMesh();

    @Test
    void what_is_given_replaces_its_kind_and_raises_the_revision() throws Exception {
        var request =
                new PolicyRequest(
                        Optional.of(List.of(Prefix.of("10.0.0.0/24"), Prefix.of("10.1.0.0/24"))),
                        Optional.of(List.of(Prefix.of("192.168.1.0/24"))),
                        Optional.of(Optional.of(PathMode.TUNNEL)),
                        Optional.of(Optional.of(Duration.ofSeconds(60))));
        CommitResult done = set(request, PolicyExceptions.NONE);

        assertEquals(1, done.receipts().size());
        assertEquals(
                "allow=192.168.1.0/24 paths=tunnel pool=10.0.0.0/24 pool=10.1.0.0/24 ttl=60\n8",
                mesh.shown(POLICY, REVISION));
        assertEquals(List.of(), set(request, PolicyExceptions.NONE).plans());

        var fewer =
                new PolicyRequest(
                        Optional.empty(),
                        Optional.of(List.of()),
                        Optional.of(Optional.empty()),
                        Optional.empty());
        set(fewer, PolicyExceptions.NONE);
        assertEquals("pool=10.0.0.0/24 pool=10.1.0.0/24 ttl=60\n9", mesh.shown(POLICY, REVISION));
    }

    @Test
    void a_text_that_this_version_does_not_know_stays() throws Exception {
        var hosting =
                new MemoryHosting()
                        .with(
                                "example.com",
                                """
                                _policy._p2p TXT "pool=10.0.0.0/24"
                                _policy._p2p TXT "colour=" "blue"
                                """);
        new SetPolicy(hosting, MESH, pools("10.8.0.0/24"), PolicyExceptions.NONE)
                .run(mesh, CommitListener.NONE);
        assertEquals("colour=blue pool=10.8.0.0/24", text(hosting, "_policy._p2p.example.com"));
        assertEquals("1", text(hosting, "_revision._p2p.example.com"));
    }

    @Test
    void a_pool_that_leaves_members_outside_is_refused_unless_that_is_accepted() throws Exception {
        assertEquals(
                POLICY
                        + ": 2 members would be outside the new policy, and nodes would ignore these"
                        + " addresses: node-a.example.com [10.0.0.1/32], node-b.example.com"
                        + " [10.0.0.2/32]; add a --pool or --allow for them, or accept it with"
                        + " --allow-outside",
                refused(
                        new PolicyRequest(
                                Optional.of(List.of(Prefix.of("10.1.0.0/24"))),
                                Optional.of(List.of(Prefix.of("10.0.0.3/32"))),
                                Optional.empty(),
                                Optional.empty()),
                        "2 members"));
        assertEquals("7", mesh.shown(REVISION));
        set(pools("10.1.0.0/24"), new PolicyExceptions(false, true));
        assertEquals("pool=10.1.0.0/24\n8", mesh.shown(POLICY, REVISION));
        // They are outside already: another change does not report them again.
        set(
                new PolicyRequest(
                        Optional.empty(),
                        Optional.of(List.of(Prefix.of("192.168.0.0/16"))),
                        Optional.empty(),
                        Optional.empty()),
                PolicyExceptions.NONE);
    }

    @Test
    void a_member_that_cannot_be_read_is_not_left_outside_unseen() {
        var hosting =
                new MemoryHosting()
                        .with(
                                "example.com",
                                """
                                _policy._p2p TXT "pool=10.0.0.0/24"
                                _p2p TXT "node-c.example.net"
                                """);
        var change = new SetPolicy(hosting, MESH, pools("10.8.0.0/24"), PolicyExceptions.NONE);
        var failure = assertThrows(Failure.class, change::plan);
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        var accepted =
                new SetPolicy(
                        hosting, MESH, pools("10.8.0.0/24"), new PolicyExceptions(false, true));
        assertEquals(1, accepted.plan().plans().size());
    }

    @Test
    void public_and_default_route_pools_are_refused_unless_allowed() throws Exception {
        refused(pools("10.0.0.0/16", "198.51.100.0/24"), "has public addresses");
        refused(pools("0.0.0.0/0"), "is the default route");
        refused(pools("10.0.0.0/16", "::/0"), "is the default route");
        refused(pools("10.0.0.0/7"), "has public addresses");
        refused(pools("10.0.0.0/16", "169.254.0.0/16"), "has only link-local addresses");
        set(pools("10.0.0.0/16", "198.51.100.0/24"), new PolicyExceptions(true, false));
        assertEquals("pool=10.0.0.0/16 pool=198.51.100.0/24", mesh.shown(POLICY));
        // What is there already is not refused again.
        set(pools("10.0.0.0/24", "198.51.100.0/24"), PolicyExceptions.NONE);
    }

    @Test
    void pools_that_overlap_each_other_are_wrong_usage() {
        var failure =
                assertThrows(
                        Failure.class,
                        () -> set(pools("10.0.0.0/16", "10.0.1.0/24"), PolicyExceptions.NONE));
        assertEquals(Failure.Kind.INPUT, failure.kind());
    }

    private static final String MANY_LISTS =
            """
            _policy._p2p TXT "pool=10.0.0.0/16"
            _p2p PTR _p2p.lab.example.com.
            _p2p PTR _p2p.home.example.com.
            _p2p TXT "node-a.example.com"
            _policy._p2p.lab TXT "pool=10.0.1.0/24"
            _p2p.lab TXT "node-b.example.com"
            _policy._p2p.home TXT "pool=10.0.2.0/24"
            _policy._other TXT "pool=10.9.0.0/16"
            _wireguard.node-a TXT "%s"
            _wireguard.node-a A 10.0.0.1
            _wireguard.node-b TXT "%s"
            _wireguard.node-b A 10.0.1.1
            """
                    .formatted(key("a"), key("b"));

    @Test
    void a_pool_of_another_mesh_or_of_another_list_is_refused() {
        var hosting = new MemoryHosting().with("example.com", MANY_LISTS);
        var lab = new MeshName("_p2p.lab.example.com");
        assertEquals(
                List.of(
                        "--pool 10.9.1.0/24: overlaps 10.9.0.0/16, the pool of _other.example.com;"
                                + " choose a pool that no other list of the zone has"),
                problems(hosting, MESH, pools("10.0.0.0/16", "10.9.1.0/24")));
        assertEquals(
                List.of(
                        "--pool 10.0.2.128/25: overlaps 10.0.2.0/24, the pool of"
                                + " _p2p.home.example.com; choose a pool that no other list of the"
                                + " zone has"),
                problems(hosting, lab, pools("10.0.1.0/24", "10.0.2.128/25")));
        assertEquals(
                List.of(
                        "--pool 10.1.0.0/24: is outside the pools of _p2p.example.com; choose"
                                + " within [10.0.0.0/16]"),
                problems(hosting, lab, pools("10.0.1.0/24", "10.1.0.0/24")));
        assertEquals(
                List.of(
                        "_p2p.example.com: has the sub-list _p2p.home.example.com, whose pool"
                                + " 10.0.2.0/24 is outside the new pools; add a --pool that"
                                + " contains 10.0.2.0/24"),
                problems(hosting, MESH, pools("10.0.0.0/24", "10.0.1.0/24")));
        var init =
                new Init(
                        hosting,
                        new MeshName("_third.example.com"),
                        new Policy(
                                List.of(Prefix.of("10.0.0.0/24")),
                                List.of(),
                                Optional.empty(),
                                Optional.empty()),
                        PolicyExceptions.NONE);
        assertTrue(
                String.valueOf(assertThrows(Failure.class, init::plan).getMessage())
                        .contains("overlaps 10.0.0.0/16, the pool of _p2p.example.com"));
    }

    @Test
    void a_change_of_a_sub_list_raises_the_revision_of_the_mesh_too() throws Exception {
        var hosting = new MemoryHosting().with("example.com", MANY_LISTS);
        var lab = new MeshName("_p2p.lab.example.com");
        new SetPolicy(hosting, lab, pools("10.0.1.0/25"), PolicyExceptions.NONE)
                .run(mesh, CommitListener.NONE);
        assertEquals("pool=10.0.1.0/25", text(hosting, "_policy._p2p.lab.example.com"));
        assertEquals("1", text(hosting, "_revision._p2p.lab.example.com"));
        assertEquals("1", text(hosting, "_revision._p2p.example.com"));
    }

    @Test
    void a_mesh_of_which_only_the_list_exists_gets_a_policy_that_keeps_its_members()
            throws Exception {
        var hosting =
                new MemoryHosting()
                        .with(
                                "example.com",
                                """
                                _p2p TXT "node-a.example.com"
                                _wireguard.node-a TXT "%s"
                                _wireguard.node-a A 10.0.0.1
                                """
                                        .formatted(key("a")));
        var other = init(hosting, "10.8.0.0/24");
        assertTrue(
                String.valueOf(assertThrows(Failure.class, other::plan).getMessage())
                        .contains("node-a.example.com [10.0.0.1/32]"));
        init(hosting, "10.0.0.0/24").run(mesh, CommitListener.NONE);
        assertEquals("1", text(hosting, "_revision._p2p.example.com"));
    }

    private static Init init(MemoryHosting hosting, String pool) {
        var policy =
                new Policy(List.of(Prefix.of(pool)), List.of(), Optional.empty(), Optional.empty());
        return new Init(hosting, MESH, policy, PolicyExceptions.NONE);
    }

    @Test
    void a_mesh_that_does_not_exist_is_wrong_usage() {
        var hosting = new MemoryHosting().with("example.com", "");
        var change = new SetPolicy(hosting, MESH, pools("10.0.0.0/24"), PolicyExceptions.NONE);
        assertEquals(Failure.Kind.INPUT, assertThrows(Failure.class, change::plan).kind());
        assertEquals(Optional.empty(), NOTHING.pools());
        assertTrue(NOTHING.isEmpty());
    }

    @Test
    void a_rollback_restores_the_policy_and_raises_the_revision_again() throws Exception {
        CommitResult done = set(pools("10.0.0.0/24", "10.1.0.0/24"), PolicyExceptions.NONE);
        rollback(done).run(mesh, CommitListener.NONE);
        assertEquals("pool=10.0.0.0/16\n9", mesh.shown(POLICY, REVISION));
    }

    @Test
    void a_rollback_that_leaves_a_later_member_outside_is_refused() throws Exception {
        CommitResult done = set(pools("10.0.0.0/16", "10.1.0.0/24"), PolicyExceptions.NONE);
        var wish = new AddressRequest(List.of(IpAddress.of("10.1.0.9")), false, List.of());
        var move =
                new SetRequest(
                        ThreeMemberMesh.B,
                        MESH,
                        Optional.of(wish),
                        Optional.empty(),
                        Optional.empty(),
                        UnaryOperator.identity());
        new SetMember(mesh.hosting, move).run(mesh, CommitListener.NONE);
        Rollback rollback = rollback(done);
        var failure = assertThrows(Failure.class, rollback::plan);
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        assertTrue(
                String.valueOf(failure.getMessage()).contains("node-b.example.com [10.1.0.9/32]"),
                String.valueOf(failure.getMessage()));
    }

    private Rollback rollback(CommitResult done) {
        Location.KnownHost host = new Location.Folder(Path.of("zones"));
        return new Rollback(
                () -> mesh.hosting.source(mesh.hosting.budget()),
                (_, apex) -> mesh.hosting.provider(apex).orElseThrow(),
                done.receipts().stream().map(it -> new HostedReceipt(host, it)).toList(),
                Set.of(MESH),
                GuardLimits.NONE);
    }

    private static PolicyRequest pools(String... pools) {
        return new PolicyRequest(
                Optional.of(Stream.of(pools).map(Prefix::of).toList()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private CommitResult set(PolicyRequest request, PolicyExceptions exceptions)
            throws InterruptedException {
        return new SetPolicy(mesh.hosting, MESH, request, exceptions)
                .run(mesh, CommitListener.NONE);
    }

    private String refused(PolicyRequest request, String why) {
        var failure = assertThrows(Failure.class, () -> set(request, PolicyExceptions.NONE));
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(why), message);
        return message;
    }

    private static List<String> problems(
            MemoryHosting hosting, MeshName name, PolicyRequest request) {
        var change = new SetPolicy(hosting, name, request, PolicyExceptions.NONE);
        var failure = assertThrows(Failure.class, change::plan);
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        return failure.problems().stream().map(Object::toString).toList();
    }

    private static String text(MemoryHosting hosting, String owner) {
        return hosting
                .snapshot()
                .zones()
                .getFirst()
                .rrset(Question.of(owner, Type.TXT))
                .map(TxtStrings::of)
                .orElse(List.of())
                .stream()
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
