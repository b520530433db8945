package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.cli.Streams.StandardStream;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.process.Programs;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.ScriptedPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Output and exit codes of {@code status}, with scripted tools. */
class StatusCommandTest {
    private static final String MESH = "_p2p.example.com";

    @TempDir Path folder;
    private ScriptedNode node;

    @BeforeEach
    void scripted() {
        node = new ScriptedNode(folder);
    }

    private CommandOutput status(String... more) {
        return node.run(node.fixture(), "status", more);
    }

    @Test
    void every_member_has_its_path_endpoint_and_traffic() throws IOException {
        node.settled();
        CommandOutput shown = status();
        assertEquals(
                """
                a.example.com on wg0 in _p2p.example.com, port 51820, paths=auto
                7 other members: 1 lan, 2 tunnel, 1 idle, 1 waiting, 1 dead, 1 absent
                DNS read 5 min ago, at 2026-01-02T02:59:05Z; apply ran once, without --watch

                MEMBER         PATH     ENDPOINT             FROM     SEEN    RX    TX
                b.example.com  tunnel   203.0.113.202:51820  dns      12 s  1.2M  340K
                c.example.com  waiting  -                    -       never     0     0
                d.example.com  lan      192.168.1.4:51820    dns     1 min   88K   78K
                e.example.com  dead     203.0.113.205:51820  dns       2 h     0  145K
                f.example.com  idle     203.0.113.206:4000   srv     never     0     0
                g.example.com  absent   -                    -           -     -     -
                h.example.com  tunnel   203.0.113.99:1024    roamed  1 min  1000  1000

                waiting: no endpoint: waiting for the peer to connect
                  c.example.com
                dead: its endpoint no longer answers
                  e.example.com
                idle: nothing was sent to it yet
                  f.example.com
                absent: it publishes no key
                  g.example.com
                """,
                shown.out());
        assertEquals(0, shown.exit());
        assertTrue(shown.err().contains("_wireguard.g.example.com TXT: has no public key"));
        assertEquals(
                """
                d.example.com
                  path           lan: its key answered at 192.168.1.4 on a local network, not encrypted
                  key            ddddddddddddddddddddddddddddddddddddddddddA=
                  endpoint       192.168.1.4:51820, from address records of the host
                  handshake      1 min ago, at 2026-01-02T03:02:25Z
                  received       88K, 300/s over the last 5 min
                  sent           78K, 267/s over the last 5 min
                  keepalive      25 s
                  preshared key  no
                  candidates     192.168.1.4:51820
                  choice         192.168.1.4:51820, as DNS says
                  10.0.0.4/32    direct: its key answered at 192.168.1.4 on a local network,\
                 not encrypted (dev eth0 via 192.168.1.4)
                """,
                status("d.example.com").out());
    }

    @Test
    void a_path_has_the_colour_of_what_it_means() throws IOException {
        node.settled();
        var screen = node.fixture().environment("TERM", "xterm").terminals(StandardStream.OUT);
        String out = node.run(screen, "status").out();
        assertTrue(
                out.contains("\nb.example.com  \u001b[32mtunnel\u001b[0m   203.0.113.202:51820"));
        assertTrue(out.contains("\u001b[31mdead\u001b[0m     203.0.113.205:51820  dns       2 h"));
        assertTrue(out.contains("1 \u001b[33mwaiting\u001b[0m, 1 \u001b[31mdead\u001b[0m"), out);
    }

    /** Nothing is asked: the only programs are those that read the node. */
    @Test
    void a_status_changes_nothing_and_asks_nothing() throws IOException {
        node.settled();
        Files.delete(folder.resolve("zones/example.com.zone"));
        assertEquals(0, status().exit());
        assertEquals(
                List.of("ip -N -json -details -batch -", "wg show wg0 dump"),
                node.programs.started());
    }

    @Test
    void a_route_that_is_missing_is_a_pending_change() throws IOException {
        node.settled();
        node.device(ScriptedNode.peers(true), false);
        assertTrue(status().out().contains("\n6 changes pending: see wg-mesh plan\n"));
    }

    @Test
    void check_fails_where_a_member_has_no_session() throws IOException {
        node.settled();
        assertEquals(1, node.run(node.fixture(), "status", "--check").exit());
        assertEquals(0, status("--check", "b.example.com").exit());
        assertEquals(1, status("--check", "e.example.com").exit());
        assertEquals(2, status("--check", "--watch").exit());
        assertTrue(status("a.example.com").err().contains("is this node"));
        assertTrue(status("bb.example.com").err().contains("did you mean b.example.com?"));
    }

    @Test
    void pings_are_sent_to_each_member_and_their_loss_is_shown() throws IOException {
        node.settled();
        node.programs.answers(
                "ping -4 -n -q -c 5 -i 0.2 -W 2 10.0.0.2",
                new Programs.ProgramResult(
                        1,
                        """
                        PING 10.0.0.2 (10.0.0.2) 56(84) bytes of data.

                        --- 10.0.0.2 ping statistics ---
                        5 packets transmitted, 4 received, 20% packet loss, time 803ms
                        rtt min/avg/max/mdev = 0.050/12.345/30.074/0.010 ms
                        """,
                        "",
                        false));
        node.programs.prints(
                "ping", "5 packets transmitted, 0 received, 100% packet loss, time 1s\n");
        String out = status("--ping").out();
        assertEquals(
                """
                MEMBER         PATH     ENDPOINT              SEEN  LOSS    RTT    RX    TX
                b.example.com  tunnel   203.0.113.202:51820   12 s   20%  12 ms  1.2M  340K
                c.example.com  waiting  -                    never  100%      -     0     0
                """,
                out.substring(out.indexOf("MEMBER"), out.indexOf("d.example.com")));
        JsonNode one =
                JsonMapper.shared().readTree(status("b.example.com", "--ping", "-o", "json").out());
        assertEquals(
                "{\"sent\":5,\"received\":4,\"average\":0.012345}",
                one.path("members").path(0).path("ping").toString());
        assertEquals(
                1, node.programs.started().stream().filter(it -> it.endsWith(" 10.0.0.3")).count());
    }

    @Test
    void a_user_without_rights_and_a_node_without_a_mesh_are_errors_with_a_fix()
            throws IOException {
        node.settled();
        node.programs =
                new ScriptedPrograms()
                        .network("[" + ScriptedNode.WG0 + "]", "[]")
                        .fails(
                                "wg show wg0 dump",
                                1,
                                "Unable to access interface wg0: Operation not permitted\n");
        CommandOutput refused = status("--mesh", MESH);
        assertEquals(
                """
                error: wg show wg0 dump: failed: Unable to access interface wg0: Operation not permitted
                  fix: run as root, or with CAP_NET_ADMIN
                """,
                refused.err());
        assertEquals(3, refused.exit());
        assertEquals(
                """
                error: interface wg1: has no mesh: apply has not run on it
                  fix: run wg-mesh apply MESH, or name the interface: -i NAME
                """,
                node.run(node.fixture(), "status", "-i", "wg1").err());
        node.programs = new ScriptedPrograms().network("[]", "[]");
        assertEquals(
                """
                error: interface wg0: does not exist
                  fix: create it: wg-mesh apply _p2p.example.com --key FILE
                """,
                status().err());
        Files.delete(folder.resolve("state/wg0/" + MESH + ".saved-mesh"));
        node.device(ScriptedNode.peers(true), true);
        assertEquals(
                """
                error: _p2p.example.com: has not been read on wg0
                  fix: run wg-mesh apply _p2p.example.com
                """,
                status().err());
    }

    @Test
    void a_member_that_cannot_be_reached_is_listed_with_the_reason() throws IOException {
        node.member("b", "10.0.0.2", "b AAAA 2001:db8::2");
        String peer = MeshFixture.key("b") + "\t(none)\t(none)\t10.0.0.2/32\t0\t0\t0\toff\n";
        node.apply("");
        node.apply(peer);
        String shown = status().out();
        assertTrue(
                shown.contains(
                        """
                        waiting: no address family in common, and no relay
                          b.example.com
                        """),
                shown);
    }

    @Test
    void a_terminal_shows_what_matters_again_and_again_until_it_is_stopped() throws IOException {
        node.settled();
        CommandFixture screen =
                node.fixture()
                        .environment("TERM", "xterm")
                        .terminals(StandardStream.OUT)
                        .terminatedAfter(Duration.ofMillis(50));
        CommandOutput shown = node.run(screen, "status", "--watch", "--interval", "1");
        assertEquals(0, shown.exit(), shown.err());
        assertEquals(
                """
                MEMBER         PATH     ENDPOINT             FROM     SEEN  RX/S  TX/S
                e.example.com  dead     203.0.113.205:51820  dns       2 h     0   493
                c.example.com  waiting  -                    -       never     0     0
                f.example.com  idle     203.0.113.206:4000   srv     never     0     0
                g.example.com  absent   -                    -           -     -     -
                b.example.com  tunnel   203.0.113.202:51820  dns      12 s  4.1K  1.1K
                d.example.com  lan      192.168.1.4:51820    dns     1 min   300   267
                h.example.com  tunnel   203.0.113.99:1024    roamed  1 min     3     3

                3 problems: wg-mesh status
                """,
                plain(shown.out().substring(shown.out().indexOf("\u001b[1mMEMBER"))));
        assertTrue(shown.out().startsWith("\u001b[H\u001b[2J"));
        CommandFixture lines = node.fixture().terminatedAfter(Duration.ofMillis(50));
        String out = node.run(lines, "status", "--watch", "-o", "json").out();
        assertEquals(1, out.lines().count());
        assertEquals("wg-mesh/status", JsonMapper.shared().readTree(out).path("format").asString());
    }

    @Test
    void a_node_alone_and_a_node_of_a_thousand_fit_a_screen() throws IOException {
        node.apply("");
        assertTrue(status().out().contains("\n0 other members\nDNS read 0 s ago"));
        assertEquals(0, status("--check").exit());
        IntStream.range(0, 1000)
                .forEach(i ->
                        node.zone.append(
                                """
                                _p2p TXT "member-%1$d.a-data-centre-with-a-long-name.example.com"
                                _wireguard.member-%1$d.a-data-centre-with-a-long-name TXT "%2$s"
                                _wireguard.member-%1$d.a-data-centre-with-a-long-name A 10.0.%3$d.%4$d
                                member-%1$d.a-data-centre-with-a-long-name AAAA 2001:db8:1111:2222:3333:4444:5555:%1$d
                                """
                                        .formatted(
                                                i,
                                                PrivateKey.generate(new Random(i)).publicKey(),
                                                16 + i / 200,
                                                1 + i % 200)));
        node.apply("");
        assertTrue(
                status().out()
                        .contains(
                                "\nmember-999.a-data-cen\u2026ong-name.example.com  absent  -  "));
        assertEquals("", tooLong(status().out()));
        CommandFixture screen =
                node.fixture().terminals(StandardStream.OUT).terminatedAfter(Duration.ofMillis(50));
        String out = node.run(screen, "status", "--watch").out();
        assertEquals(21, out.lines().count(), out);
        assertTrue(out.contains("and 986 more members"), out);
    }

    private static String plain(String text) {
        return text.replaceAll("\u001b\\[[0-9]*m", "");
    }

    private static String tooLong(String text) {
        return text.lines().filter(line -> line.length() > 80).collect(Collectors.joining("\n"));
    }
}
