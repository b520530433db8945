package dev.wgmesh.provision;

import static dev.wgmesh.provision.ThreeMemberMesh.B;
import static dev.wgmesh.provision.ThreeMemberMesh.C;
import static dev.wgmesh.provision.ThreeMemberMesh.MESH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Nat;
import dev.wgmesh.problem.Failure;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SetMemberTest {
    private final ThreeMemberMesh mesh = new ThreeMemberMesh();

    @Test
    void an_address_moves_in_one_commit_that_raises_the_revision() throws Exception {
        MemberChange change = run(addresses(B, "10.0.0.9"));

        assertEquals(1, change.receipts().size());
        assertEquals(
                "10.0.0.9\n8\nnode-a.example.com node-b.example.com node-c.example.net",
                mesh.shown(
                        "_wireguard.node-b.example.com A",
                        "_revision._p2p.example.com TXT",
                        "_p2p.example.com TXT"));
        assertEquals(List.of(), run(addresses(B, "10.0.0.9")).plans());
    }

    @Test
    void across_zones_the_old_address_goes_when_the_list_has_confirmed_the_new_one()
            throws Exception {
        MemberChange change = run(addresses(C, "10.0.0.9"));

        assertEquals(
                List.of(
                        "example.net.: _wireguard.node-c.example.net A",
                        "example.com.: _revision._p2p.example.com TXT",
                        "example.net.: _wireguard.node-c.example.net A"),
                change.plans().stream()
                        .map(plan -> plan.zone() + ": " + plan.changes().getFirst().question())
                        .toList());
        assertEquals("10.0.0.9", mesh.shown("_wireguard.node-c.example.net A"));
    }

    @Test
    void endpoints_are_replaced_with_their_port_and_raise_no_revision() throws Exception {
        run(endpoints("198.51.100.7", "[2001:db8::7]:51820"));
        assertEquals(
                "198.51.100.7\n2001:db8:0:0:0:0:0:7\n-\n7",
                mesh.shown(
                        "node-b.example.com A",
                        "node-b.example.com AAAA",
                        "_wireguard._udp.node-b.example.com SRV",
                        "_revision._p2p.example.com TXT"));
        run(endpoints());
        assertEquals("-\n-", mesh.shown("node-b.example.com A", "node-b.example.com AAAA"));
    }

    @Test
    void an_endpoint_that_cannot_work_is_refused() {
        refused(endpoints("127.0.0.1"), "--endpoint 127.0.0.1:51820: is a loopback address");
        refused(endpoints("10.0.0.2"), "is in the pool 10.0.0.0/16 of _p2p.example.com");
        refused(
                endpoints("198.51.100.7", "10.0.0.1"),
                "is in the pool 10.0.0.0/16 of _p2p.example.com: packets to it go into the tunnel;"
                        + " give the address at which others reach node-b.example.com; a host"
                        + " behind NAT needs none");
    }

    @Test
    void what_is_not_named_and_what_is_unknown_stays() throws Exception {
        run(
                new SetRequest(
                        B,
                        MESH,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(List.of()),
                        there ->
                                there.withSite(Optional.of("office"))
                                        .withNat(Optional.of(Nat.YES))));
        assertEquals(
                "colour=blue nat=yes site=office\n10.0.0.2\n192.0.2.2",
                mesh.shown(
                        "_meta._wireguard.node-b.example.com TXT",
                        "_wireguard.node-b.example.com A",
                        "node-b.example.com A"));
    }

    @Test
    void an_address_of_another_member_and_a_host_that_is_none_are_refused() {
        refused(addresses(B, "10.0.0.1"), "belongs to node-a.example.com");
        refused(addresses(B, "10.9.0.1"), "is outside the pools");
        var noMember = addresses(new HostName("other.example.com"), "10.0.0.9");
        var failure = assertThrows(Failure.class, () -> run(noMember));
        assertEquals(Failure.Kind.INPUT, failure.kind());
        assertEquals(
                "other.example.com: is not a member of _p2p.example.com;"
                        + " run: wg-mesh join other.example.com",
                failure.getMessage());
        assertEquals("7", mesh.shown("_revision._p2p.example.com TXT"));
    }

    private MemberChange run(SetRequest request) throws InterruptedException {
        return new SetMember(mesh.hosting, request).run(mesh, CommitListener.NONE);
    }

    private void refused(SetRequest request, String why) {
        var failure = assertThrows(Failure.class, () -> run(request));
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        assertTrue(
                String.valueOf(failure.getMessage()).contains(why),
                String.valueOf(failure.getMessage()));
    }

    private static SetRequest addresses(HostName host, String address) {
        var wish = new AddressRequest(List.of(IpAddress.of(address)), false, List.of());
        return new SetRequest(
                host,
                MESH,
                Optional.of(wish),
                Optional.empty(),
                Optional.empty(),
                UnaryOperator.identity());
    }

    private static SetRequest endpoints(String... texts) {
        return new SetRequest(
                B,
                MESH,
                Optional.empty(),
                Optional.of(
                        List.of(texts).stream()
                                .map(text -> Endpoint.parse(text).orElseThrow())
                                .toList()),
                Optional.empty(),
                UnaryOperator.identity());
    }
}
