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
import java.time.Instant;
import java.util.ArrayList;
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

    /** The time of a pass in these tests. */
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final String ETH0 =
            """
            {"ifname":"eth0","flags":["UP"],"mtu":1500,
             "addr_info":[{"family":"inet","local":"198.51.100.10","prefixlen":24},
                          {"family":"inet","local":"192.168.1.1","prefixlen":24}]}
            """;

    private static final String WG0 =
            """
            {"ifname":"wg0","flags":["UP"],"mtu":1420,"linkinfo":{"info_kind":"wireguard"},
             "addr_info":[{"family":"inet","local":"10.0.0.1","prefixlen":32}]}
            """;

    @TempDir Path folder;
    private final StringBuilder zone = new StringBuilder();
    private ScriptedPrograms programs = new ScriptedPrograms();
    private Instant now = NOW;

    @BeforeEach
    void zones() {
        zone.append(
                """
                $ORIGIN example.com.
                $TTL 300
                @ SOA ns1 hostmaster 1 3600 900 604800 60
                @ NS ns1
                ns1 A 192.0.2.53
                _policy._p2p TXT "pool=10.0.0.0/16"
                _meta._wireguard.a TXT "site=home"
                """);
        member("a", "10.0.0.1", "a A 198.51.100.10");
    }

    private void member(String name, String address, String... records) {
        zone.append("_p2p TXT \"" + name + ".example.com\"\n");
        zone.append("_wireguard." + name + " TXT \"" + MeshFixture.key(name) + "\"\n");
        zone.append("_wireguard." + name + " A " + address + "\n");
        List.of(records).forEach(record -> zone.append(record + "\n"));
    }

    private void members() {
        member("b", "10.0.0.2", "b A 203.0.113.202");
        member("c", "10.0.0.3");
        member("d", "10.0.0.4", "d A 192.168.1.4", "_meta._wireguard.d TXT \"site=home\"");
        member("e", "10.0.0.5", "e A 203.0.113.205");
        member("f", "10.0.0.6", "_wireguard._udp.f SRV 0 0 4000 f", "f A 203.0.113.206");
        zone.append("_p2p TXT \"g.example.com\"\n");
        member("h", "10.0.0.8", "h AAAA 2001:db8::8", "h A 203.0.113.208");
    }

    private static String peer(String name, String endpoint, String ip, int age, int rx, int tx) {
        long handshake = age < 0 ? 0 : NOW.minusSeconds(age).getEpochSecond();
        return "%s\t(none)\t%s\t%s/32\t%d\t%d\t%d\toff\n"
                .formatted(MeshFixture.key(name), endpoint, ip, handshake, rx, tx);
    }

    /** The peers after that many seconds, when their sessions began. */
    private static String peers(boolean sessions) {
        String peers =
                peer("b", "203.0.113.202:51820", "10.0.0.2", 12, 1_258_291, 348_160)
                        + peer("c", "(none)", "10.0.0.3", -1, 0, 0)
                        + peer("d", "192.168.1.4:51820", "10.0.0.4", 100, 90_000, 80_000)
                                .replace("off", "25")
                        + peer("e", "203.0.113.205:51820", "10.0.0.5", 7200, 0, 148_000)
                        + peer("f", "203.0.113.206:4000", "10.0.0.6", -1, 0, 0)
                        + peer("h", "203.0.113.99:1024", "10.0.0.8", 61, 1000, 1000);
        return sessions ? peers : peers.replaceAll("/32\t\\d+\t\\d+\t\\d+", "/32\t0\t0\t0");
    }

    private void device(String peers, boolean routed) {
        String dump = "secret\t" + MeshFixture.key("a") + "\t51820\toff\n";
        var routes =
                new ArrayList<>(List.of("{'dst':'default','gateway':'198.51.100.1','dev':'eth0'}"));
        if (routed) {
            for (int i : List.of(2, 3, 5, 6, 8)) {
                routes.add("{'dst':'10.0.0.%d','dev':'wg0','protocol':'87'}".formatted(i));
            }
            routes.add(
                    "{'dst':'10.0.0.4','gateway':'192.168.1.4','dev':'eth0','protocol':'87',"
                            + "'prefsrc':'10.0.0.1'}");
        }
        programs =
                new ScriptedPrograms()
                        .network("[" + ETH0 + "," + WG0 + "]", routes.toString().replace('\'', '"'))
                        .prints("wg show wg0 dump", dump + peers);
    }

    private CommandFixture fixture() {
        return new CommandFixture(folder).programs(programs).clock(() -> now);
    }

    private CommandOutput run(CommandFixture fixture, String command, String... more) {
        var words =
                new ArrayList<>(
                        List.of(command, "--state-dir", folder.resolve("state").toString()));
        words.addAll(List.of(more));
        return fixture.run(words.toArray(String[]::new));
    }

    private CommandOutput status(String... more) {
        return run(fixture(), "status", more);
    }

    /** Runs apply once: over an interface without peers, then as {@code wg} shows it after. */
    private void apply(String peers) throws IOException {
        Path zones = Files.createDirectories(folder.resolve("zones"));
        Files.writeString(zones.resolve("example.com.zone"), zone);
        device(peers, false);
        CommandOutput applied = run(fixture(), "apply", MESH, "--zones", zones.toString());
        assertEquals(0, applied.exit(), applied.err());
    }

    /** Makes a mesh of eight that ran for five minutes, and has its routes. */
    private void settled() throws IOException {
        members();
        now = NOW.minusSeconds(400);
        apply("");
        now = NOW.minusSeconds(300);
        apply(peers(false));
        now = NOW;
        device(peers(true), true);
    }

    @Test
    void every_member_has_its_path_endpoint_and_traffic() throws IOException {
        settled();
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
                  next choice    as DNS says
                  10.0.0.4/32    direct: its key answered at 192.168.1.4 on a local network,\
                 not encrypted (dev eth0 via 192.168.1.4)
                """,
                status("d.example.com").out());
    }

    @Test
    void a_path_has_the_colour_of_what_it_means() throws IOException {
        settled();
        var screen = fixture().environment("TERM", "xterm").terminals(StandardStream.OUT);
        String out = run(screen, "status").out();
        assertTrue(
                out.contains("\nb.example.com  \u001b[32mtunnel\u001b[0m   203.0.113.202:51820"));
        assertTrue(out.contains("\u001b[31mdead\u001b[0m     203.0.113.205:51820  dns       2 h"));
        assertTrue(out.contains("1 \u001b[33mwaiting\u001b[0m, 1 \u001b[31mdead\u001b[0m"), out);
    }

    /** Nothing is asked: the only programs are those that read the node. */
    @Test
    void a_status_changes_nothing_and_asks_nothing() throws IOException {
        settled();
        Files.delete(folder.resolve("zones/example.com.zone"));
        assertEquals(0, status().exit());
        assertEquals(
                List.of("ip -N -json -details -batch -", "wg show wg0 dump"), programs.started());
    }

    @Test
    void a_route_that_is_missing_is_a_pending_change() throws IOException {
        settled();
        device(peers(true), false);
        assertTrue(status().out().contains("\n6 changes pending: see wg-mesh plan\n"));
    }

    @Test
    void check_fails_where_a_member_has_no_session() throws IOException {
        settled();
        assertEquals(1, run(fixture(), "status", "--check").exit());
        assertEquals(0, status("--check", "b.example.com").exit());
        assertEquals(1, status("--check", "e.example.com").exit());
        assertEquals(2, status("--check", "--watch").exit());
        assertTrue(status("a.example.com").err().contains("is this node"));
        assertTrue(status("bb.example.com").err().contains("did you mean b.example.com?"));
    }

    @Test
    void pings_are_sent_to_each_member_and_their_loss_is_shown() throws IOException {
        settled();
        programs.answers(
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
        programs.prints("ping", "5 packets transmitted, 0 received, 100% packet loss, time 1s\n");
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
        assertEquals(1, programs.started().stream().filter(it -> it.endsWith(" 10.0.0.3")).count());
    }

    @Test
    void a_user_without_rights_and_a_node_without_a_mesh_are_errors_with_a_fix()
            throws IOException {
        settled();
        programs =
                new ScriptedPrograms()
                        .network("[" + WG0 + "]", "[]")
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
                run(fixture(), "status", "-i", "wg1").err());
        programs = new ScriptedPrograms().network("[]", "[]");
        assertEquals(
                """
                error: interface wg0: does not exist
                  fix: create it: wg-mesh apply _p2p.example.com --key FILE
                """,
                status().err());
        Files.delete(folder.resolve("state/wg0/" + MESH + ".saved-mesh"));
        device(peers(true), true);
        assertEquals(
                """
                error: _p2p.example.com: has not been read on wg0
                  fix: run wg-mesh apply _p2p.example.com
                """,
                status().err());
    }

    @Test
    void a_terminal_shows_what_matters_again_and_again_until_it_is_stopped() throws IOException {
        settled();
        CommandFixture screen =
                fixture()
                        .environment("TERM", "xterm")
                        .terminals(StandardStream.OUT)
                        .terminatedAfter(Duration.ofMillis(50));
        CommandOutput shown = run(screen, "status", "--watch", "--interval", "1");
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
        CommandFixture lines = fixture().terminatedAfter(Duration.ofMillis(50));
        String out = run(lines, "status", "--watch", "-o", "json").out();
        assertEquals(1, out.lines().count());
        assertEquals("wg-mesh/status", JsonMapper.shared().readTree(out).path("format").asString());
    }

    @Test
    void a_node_alone_and_a_node_of_a_thousand_fit_a_screen() throws IOException {
        apply("");
        assertTrue(status().out().contains("\n0 other members\nDNS read 0 s ago"));
        assertEquals(0, status("--check").exit());
        IntStream.range(0, 1000)
                .forEach(i ->
                        zone.append(
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
        apply("");
        assertTrue(
                status().out()
                        .contains(
                                "\nmember-999.a-data-cen\u2026ong-name.example.com  absent  -  "));
        assertEquals("", tooLong(status().out()));
        CommandFixture screen =
                fixture().terminals(StandardStream.OUT).terminatedAfter(Duration.ofMillis(50));
        String out = run(screen, "status", "--watch").out();
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
