package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.testing.SimulatedNode;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A peer whose session is up somewhere that no record names, and {@code --force-endpoint}. */
class ForcedEndpointTest {
    private static final String V4 = "b.example.com mesh=10.0.0.2 at=198.51.100.2";
    private static final String V6 = "b.example.com mesh=fd00::2 at=2001:db8::2";

    private static PassOptions force(String host) {
        return new PassOptions(
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                true,
                false,
                Set.of(new HostName(host)),
                false,
                RoutePlace.MAIN);
    }

    private static SimulatedNode roamed(String mesh, String from) {
        var node =
                new SimulatedNode("a", "10.0.0.1", "fd00::1")
                        .on("eth0", "203.0.113.1/24")
                        .on("eth0", "2001:db8:a::1/64")
                        .gateway("203.0.113.254")
                        .gateway("2001:db8:a::fe");
        node.pass(mesh);
        return node.answered("b", from);
    }

    private static String mesh(String peer) {
        return "a.example.com mesh=10.0.0.1,fd00::1 at=203.0.113.1,2001:db8:a::1\n" + peer;
    }

    private static String endpoint(DevicePlan plan) {
        return plan.desired().peers().getFirst().peer().endpoint().orElseThrow().toString();
    }

    @Test
    void the_endpoint_in_dns_is_written_also_while_the_session_is_up() {
        for (String[] family :
                new String[][] {
                    {V4, "192.0.2.7:4000", "198.51.100.2:51820"},
                    {V6, "[2001:db8:7::7]:4000", "[2001:db8::2]:51820"}
                }) {
            SimulatedNode node = roamed(mesh(family[0]), family[1]);
            assertEquals(family[1], endpoint(node.plan(mesh(family[0]))));
            node.options(force("b.example.com"));
            assertEquals(family[2], endpoint(node.pass(mesh(family[0]))));
            node.answered("b");
            assertTrue(node.plan(mesh(family[0])).isEmpty(), "a second pass has nothing to do");
        }
    }

    @Test
    void other_members_keep_their_session_where_it_is() {
        SimulatedNode node = roamed(mesh(V4), "192.0.2.7:4000").options(force("c.example.com"));
        DevicePlan plan = node.plan(mesh(V4));
        assertTrue(plan.isEmpty());
        assertEquals(
                "--force-endpoint c.example.com: has no effect: this node has no such peer\n",
                SimulatedNode.withoutFixes(plan.messages().notices()));
    }
}
