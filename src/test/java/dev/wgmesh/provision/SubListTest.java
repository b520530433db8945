package dev.wgmesh.provision;

import static dev.wgmesh.provision.ThreeMemberMesh.MESH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.MemoryHosting;
import dev.wgmesh.zone.MeshCodec;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SubListTest {
    private static final MeshName EU = new MeshName("_p2p.eu.example.com");
    private static final MeshName US = new MeshName("_p2p.us.example.com");
    private final ThreeMemberMesh mesh = new ThreeMemberMesh();

    @Test
    void the_first_member_founds_the_list_under_the_revision_of_its_parent() throws Exception {
        JoinResult joined = join("x.eu.example.com", EU, "10.0.1.0/24");

        assertEquals(List.of(IpAddress.of("10.0.1.1")), joined.addresses());
        assertEquals(1, joined.change().receipts().size());
        assertEquals(
                """
                _p2p.eu.example.com.
                8
                x.eu.example.com
                pool=10.0.1.0/24
                1
                10.0.1.1\
                """,
                mesh.shown(
                        "_p2p.example.com PTR",
                        "_revision._p2p.example.com TXT",
                        "_p2p.eu.example.com TXT",
                        "_policy._p2p.eu.example.com TXT",
                        "_revision._p2p.eu.example.com TXT",
                        "_wireguard.x.eu.example.com A"));
    }

    @Test
    void a_pool_that_overlaps_a_siblings_or_lies_outside_the_parents_is_refused() throws Exception {
        join("x.eu.example.com", EU, "10.0.1.0/24");
        assertEquals(
                "--pool 10.0.1.128/25: overlaps 10.0.1.0/24, the pool of _p2p.eu.example.com;"
                        + " choose a pool that no other list has",
                refused("x.us.example.com", US, "10.0.1.128/25"));
        assertEquals(
                "--pool 10.9.0.0/24: is outside the pools of _p2p.example.com, so the pool would"
                        + " have no effect; choose within [10.0.0.0/16]",
                refused("x.us.example.com", US, "10.9.0.0/24"));
        assertEquals(
                "--sublist _p2p.us.example.com: does not exist yet and needs its own pool; give"
                        + " a pool that no other list has: --pool CIDR",
                refused("x.us.example.com", US));
    }

    @Test
    void the_parent_gives_no_address_of_a_sub_lists_pool_and_every_change_below_raises_it()
            throws Exception {
        join("x.eu.example.com", EU, "10.0.0.0/24");
        JoinResult joined = join("y.example.com", MESH);
        assertEquals(List.of(IpAddress.of("10.0.1.0")), joined.addresses());
        assertEquals(List.of(IpAddress.of("10.0.0.5")), join("y.eu.example.com", EU).addresses());
        assertEquals("10", mesh.shown("_revision._p2p.example.com TXT"));
        assertEquals("2", mesh.shown("_revision._p2p.eu.example.com TXT"));
    }

    @Test
    void a_sub_list_named_as_the_mesh_is_found_to_belong_to_its_parent() throws Exception {
        join("x.eu.example.com", EU, "10.0.1.0/24");
        JoinResult joined = joinDirectly("y.eu.example.com", EU);
        assertEquals(List.of(IpAddress.of("10.0.1.2")), joined.addresses());
        assertEquals("9", mesh.shown("_revision._p2p.example.com TXT"));
        var taken =
                assertThrows(
                        Failure.class,
                        () ->
                                new SetMember(
                                                mesh.hosting,
                                                new SetRequest(
                                                        new HostName("y.eu.example.com"),
                                                        EU,
                                                        Optional.of(
                                                                new AddressRequest(
                                                                        List.of(
                                                                                IpAddress.of(
                                                                                        "10.0.0.1")),
                                                                        false,
                                                                        List.of())),
                                                        Optional.empty(),
                                                        Optional.empty(),
                                                        there -> there))
                                        .run(mesh, CommitListener.NONE));
        assertTrue(String.valueOf(taken.getMessage()).contains("belongs to node-a.example.com"));
    }

    @Test
    void a_member_of_a_sub_list_leaves_by_the_name_of_the_mesh() throws Exception {
        join("x.eu.example.com", EU, "10.0.1.0/24");
        join("y.eu.example.com", EU);
        LeaveResult change =
                new Leave(mesh.hosting, new HostName("x.eu.example.com"), MESH, false)
                        .run(mesh, CommitListener.NONE);
        assertEquals(EU, change.change().list());
        assertEquals(
                "y.eu.example.com\n-\n10\n3",
                mesh.shown(
                        "_p2p.eu.example.com TXT",
                        "_wireguard.x.eu.example.com A",
                        "_revision._p2p.example.com TXT",
                        "_revision._p2p.eu.example.com TXT"));
    }

    @Test
    void a_sub_list_in_a_zone_of_its_own_is_linked_last() throws Exception {
        mesh.hosting.with("eu.example.com", "");
        JoinResult joined = join("x.eu.example.com", EU, "10.0.1.0/24");
        assertEquals(
                List.of("eu.example.com.", "example.com."),
                joined.plans().stream().map(plan -> plan.zone().toString()).toList());
        JoinResult second = joinDirectly("y.eu.example.com", EU);
        assertEquals(List.of(IpAddress.of("10.0.1.2")), second.addresses());
        assertEquals("8", mesh.shown("_revision._p2p.example.com TXT"));
        assertEquals("2", mesh.shown("_revision._p2p.eu.example.com TXT"));
    }

    @Test
    void from_ninety_members_on_a_sub_list_is_offered() throws Exception {
        var text = new StringBuilder("_policy._p2p TXT pool=10.0.0.0/16\n");
        for (int i = 0; i < 90; i++) {
            text.append("_p2p TXT n%d.example.com\n".formatted(i));
            text.append("_wireguard.n%d A 10.0.0.%d\n".formatted(i, i + 1));
        }
        var hosting = new MemoryHosting().with("example.com", text.toString());
        JoinResult joined =
                new Join(hosting, request("x.example.com", MESH, Optional.empty()))
                        .run(mesh, CommitListener.NONE, () -> {});
        assertEquals(
                "_p2p.example.com: lists 90 members; BIND fails above 100; add the next members to"
                        + " a sub-list: --sublist NAME --pool CIDR",
                joined.warnings().getFirst().toString());
    }

    @Test
    void two_sub_lists_filled_at_once_double_no_address() throws Exception {
        join("x.eu.example.com", EU, "10.0.1.0/24");
        join("x.us.example.com", US, "10.0.2.0/24");
        List<Thread> writers =
                List.of(EU, US, MESH).stream()
                        .map(list -> Thread.ofVirtual().start(() -> fill(list)))
                        .toList();
        for (Thread writer : writers) {
            writer.join();
        }
        var read = MeshCodec.decode(MESH, mesh.hosting.snapshot());
        var addresses = new TreeSet<IpAddress>();
        for (Member member : read.members()) {
            member.addresses().all().forEach(a -> assertTrue(addresses.add(a), a.toString()));
        }
        assertEquals(35, read.members().size());
    }

    private void fill(MeshName list) {
        for (int i = 0; i < 10; i++) {
            try {
                join("f" + i + "." + list.domain(), list);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private JoinResult join(String host, MeshName list, String... pools)
            throws InterruptedException {
        Optional<MeshName> sub = Optional.of(list).filter(name -> !name.equals(MESH));
        return new Join(mesh.hosting, request(host, MESH, sub, pools))
                .run(mesh, CommitListener.NONE, () -> {});
    }

    private JoinResult joinDirectly(String host, MeshName list) throws InterruptedException {
        return new Join(mesh.hosting, request(host, list, Optional.empty()))
                .run(mesh, CommitListener.NONE, () -> {});
    }

    private String refused(String host, MeshName list, String... pools) {
        var failure = assertThrows(Failure.class, () -> join(host, list, pools));
        return String.valueOf(failure.getMessage());
    }

    private static JoinRequest request(
            String host, MeshName mesh, Optional<MeshName> sub, String... pools) {
        return new JoinRequest(
                new HostName(host),
                new ListRequest(mesh, sub),
                new KeyRequest.ExplicitKey(ThreeMemberMesh.key(host)),
                new AddressRequest(
                        List.of(), true, List.of(pools).stream().map(Prefix::of).toList()),
                List.of(),
                Metadata.NONE,
                Optional.empty());
    }
}
