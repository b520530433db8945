package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.device.Pings;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.MemberPath;
import dev.wgmesh.plan.MemberStatus;
import dev.wgmesh.plan.NodeStatus;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.NodePrograms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status of a node among real ones: one with a session, one behind NAT, one that is dead. */
class StatusIT {
    private static final MeshName MESH = new MeshName("_p2p.example.com");

    @TempDir Path folder;
    private LabMesh mesh;

    @BeforeEach
    void zones() throws IOException {
        mesh =
                new LabMesh(
                        Lab.of("mesh"),
                        folder,
                        """
                        node-a A 198.51.100.10
                        node-b A 203.0.113.202
                        _meta._wireguard.node-c TXT "nat=yes"
                        node-d A 203.0.113.204
                        """,
                        "node-a",
                        "node-b",
                        "node-c",
                        "node-d");
    }

    @AfterEach
    void end() {
        mesh.close();
    }

    /** Reads node-a some seconds from now: a new endpoint has 15 s to answer. */
    private NodeStatus status(int later) {
        var reader =
                new StatusReader(
                        mesh.device("node-a"),
                        new StateFolder(folder.resolve("node-a")),
                        () -> Instant.now().plusSeconds(later),
                        List.of());
        return NodeStatus.of(reader.read(MESH, "wg0"), Optional.empty());
    }

    private static String paths(NodeStatus status) {
        return status.members().stream().map(StatusIT::path).collect(Collectors.joining("\n"));
    }

    private static String path(MemberStatus member) {
        return String.join(
                " ",
                member.host().text(),
                member.path().toString(),
                member.endpoint().map(Object::toString).orElse("-"),
                member.origin().map(Object::toString).orElse("-"));
    }

    /** Returns the cause that the command prints. */
    private String why(String name) {
        String out =
                new CommandFixture(folder)
                        .programs(new NodePrograms(mesh.lab().at("node-a"), true))
                        .clock(() -> Instant.now().plusSeconds(20))
                        .run(
                                "why",
                                name + ".example.com",
                                "--zones",
                                folder.resolve("zones").toString(),
                                "--state-dir",
                                folder.resolve("node-a").toString())
                        .out();
        return out.substring(out.indexOf("\ncause\n") + 7);
    }

    @Test
    void each_member_is_as_it_is_reached() throws InterruptedException {
        PassResult pass = mesh.apply("node-a");
        assertEquals(Optional.empty(), pass.savedMesh());
        assertEquals(
                """
                node-b.example.com idle 203.0.113.202:51820 dns
                node-c.example.com waiting - -
                node-d.example.com idle 203.0.113.204:51820 dns\
                """,
                paths(status(0)));
        mesh.apply("node-b");
        mesh.apply("node-c");
        mesh.assertPings("node-a", "node-b");
        mesh.assertPings("node-c", "node-a");
        var programs = new NodePrograms(mesh.lab().at("node-a"), true);
        var pings =
                new Pings(programs)
                        .run(List.of(IpAddress.of("10.0.0.2"), IpAddress.of("10.0.0.4")));
        NodeStatus status = status(20).withPings(pings);
        MemberStatus home = status.member(new HostName("node-c.example.com")).orElseThrow();
        assertEquals("203.0.113.3", home.endpoint().orElseThrow().address().toString());
        assertEquals(
                """
                node-b.example.com tunnel 203.0.113.202:51820 dns
                node-c.example.com tunnel HOME roamed
                node-d.example.com dead 203.0.113.204:51820 dns\
                """,
                paths(status).replaceAll("203.0.113.3:\\d+", "HOME"));
        MemberStatus near = status.member(new HostName("node-b.example.com")).orElseThrow();
        assertEquals(5, near.ping().orElseThrow().received());
        assertTrue(near.ping().orElseThrow().average().isPresent());
        assertTrue(near.peer().orElseThrow().received() > 0);
        MemberStatus dead = status.member(new HostName("node-d.example.com")).orElseThrow();
        assertEquals("its endpoint has never answered", dead.reason());
        assertEquals(100, dead.ping().orElseThrow().lossPercent());
        assertFalse(status.isComplete());
        assertEquals(
                """
                  node-d.example.com: has never answered at 203.0.113.204:51820: it is down,\
                 does not have this node as a peer, or a firewall drops its UDP port
                  fix: on node-d.example.com: wg-mesh why node-a.example.com
                """,
                why("node-d"));
        assertEquals(
                "  node-b.example.com: nothing is in the way: there is a session\n", why("node-b"));
        mesh.shell("node-a", "wg set wg0 peer " + mesh.key("node-d").publicKey() + " remove");
        MemberStatus gone = status(20).member(new HostName("node-d.example.com")).orElseThrow();
        assertEquals(MemberPath.ABSENT, gone.path());
    }
}
