package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.model.HostName;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.SimulatedNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NextStateTest {
    private static final String A = "a.example.com mesh=10.0.0.1 at=203.0.113.1\n";
    private static final String B = "b.example.net mesh=10.0.0.2 at=198.51.100.2\n";
    private static final String C = "c.example.net mesh=10.0.0.3 at=198.51.100.3\n";

    @Test
    void each_member_gets_the_endpoint_of_its_own_peer() {
        Topology topology = topology(C + A + B);
        NodeState state =
                new NextState(topology, DesiredDevice.of(topology))
                        .after(OwnedState.EMPTY, OriginalState.EMPTY);
        assertEquals(
                List.of(
                        "a.example.com -",
                        "b.example.net 198.51.100.2:51820",
                        "c.example.net 198.51.100.3:51820"),
                state.members().stream()
                        .map(member ->
                                member.name()
                                        + " "
                                        + member.endpoint()
                                                .map(known -> known.endpoint().toString())
                                                .orElse("-"))
                        .toList());
    }

    @Test
    void peers_that_are_not_those_of_the_members_make_no_state() {
        DesiredDevice both = DesiredDevice.of(topology(A + B + C));
        List<DesiredPeer> peers = both.peers();
        assertNoState("no desired peer for c.example.net", both, peers.subList(0, 1));
        assertNoState(
                "the desired peer c.example.net where b.example.net is due",
                both,
                peers.subList(1, 2));
        DesiredPeer third = renamed(peers.getLast(), new HostName("d.example.net"));
        assertNoState(
                "no member for the desired peer d.example.net",
                both,
                Stream.concat(peers.stream(), Stream.of(third)).toList());
    }

    @Test
    void a_host_has_one_peer() {
        DesiredDevice both = DesiredDevice.of(topology(A + B + C));
        DesiredPeer peer = both.peers().getFirst();
        assertEquals(
                "two entries of b.example.net",
                assertThrows(IllegalArgumentException.class, () -> with(both, List.of(peer, peer)))
                        .getMessage());
    }

    private static void assertNoState(
            String problem, DesiredDevice desired, List<DesiredPeer> peers) {
        var next = new NextState(topology(A + B + C), with(desired, peers));
        assertEquals(
                problem,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> next.after(OwnedState.EMPTY, OriginalState.EMPTY))
                        .getMessage());
    }

    private static Topology topology(String mesh) {
        SimulatedNode node = new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24");
        return Topology.of(MeshFixture.read(mesh), node.node());
    }

    private static DesiredDevice with(DesiredDevice desired, List<DesiredPeer> peers) {
        return new DesiredDevice(
                desired.self(),
                desired.ownKey(),
                desired.device(),
                desired.paths(),
                peers,
                desired.addresses(),
                desired.routes(),
                desired.observers());
    }

    private static DesiredPeer renamed(DesiredPeer peer, HostName host) {
        return new DesiredPeer(
                host,
                peer.peer(),
                peer.candidates(),
                peer.endpoint(),
                peer.paths(),
                peer.required(),
                peer.psk(),
                peer.relay(),
                peer.standby());
    }
}
