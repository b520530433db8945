package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.cli.Signals;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishCommandTest {
    private static final String LINKS =
            """
            [{"ifname":"eth0","flags":["UP"],"mtu":1500,
              "addr_info":[{"family":"inet","local":"198.51.100.10","prefixlen":24}]},
             {"ifname":"wg0","flags":["UP"],"mtu":1420,"linkinfo":{"info_kind":"wireguard"},
              "addr_info":[{"family":"inet","local":"10.0.0.1","prefixlen":32}]}]
            """;

    /** 85 s before the time of the fixture. */
    private static final long HANDSHAKE = 1767322960;

    @TempDir Path folder;

    @BeforeEach
    void zone() throws IOException {
        var zone =
                new StringBuilder(
                        """
                        $ORIGIN example.com.
                        $TTL 300
                        @ SOA ns1 hostmaster 1 3600 900 604800 60
                        @ NS ns1
                        ns1 A 192.0.2.53
                        _policy._p2p TXT "pool=10.0.0.0/16"
                        c A 203.0.113.30
                        """);
        for (String name : new String[] {"a", "b", "c", "d"}) {
            zone.append("_p2p TXT \"" + name + ".example.com\"\n");
            zone.append("_wireguard." + name + " TXT \"" + MeshFixture.key(name) + "\"\n");
            zone.append("_wireguard." + name + " A 10.0.0." + name.charAt(0) % 16 + "\n");
        }
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(folder.resolve("zones/example.com.zone"), zone);
    }

    private static String peer(String name, String endpoint, long handshake) {
        return "%s\t(none)\t%s\t10.0.0.9/32\t%d\t9\t8\toff\n"
                .formatted(MeshFixture.key(name), endpoint, handshake);
    }

    private CommandOutput publish(String endpointOfB, String options) {
        String dump =
                "secret\t"
                        + MeshFixture.key("a")
                        + "\t4500\toff\n"
                        + peer("b", endpointOfB, HANDSHAKE)
                        + peer("c", "203.0.113.31:51820", HANDSHAKE)
                        + peer("d", "203.0.113.4:51820", HANDSHAKE - 600);
        var programs = new ScriptedPrograms().network(LINKS, "[]").prints("wg show wg0 dump", dump);
        return new CommandFixture(folder)
                .programs(programs)
                .run(("publish _p2p.example.com --zones zones " + options).strip().split(" +"));
    }

    private String text() throws IOException {
        return Files.readString(folder.resolve("zones/example.com.zone"));
    }

    private String lines(String part) throws IOException {
        return String.join(
                "\n",
                text().lines()
                        .filter(line -> line.contains(part))
                        .map(line -> line.replaceAll("\\s+", " "))
                        .toList());
    }

    @Test
    void members_behind_nat_are_published_where_this_node_sees_them_and_only_on_change()
            throws IOException {
        CommandOutput first = publish("203.0.113.2:40000", "");
        assertEquals(0, first.exit(), first.err());
        assertEquals("b.example.com: published 203.0.113.2:40000\n", first.out());
        assertTrue(lines("_reflexive").contains("SRV 0 0 40000 wg-reflexive.b"), text());
        assertTrue(lines("wg-reflexive.b").contains("A 203.0.113.2"), text());
        assertFalse(text().contains("203.0.113.31"), "c has a public endpoint");
        assertFalse(text().contains("203.0.113.4"), "d was not seen for long");
        String once = text();
        assertEquals("in sync with what this node sees\n", publish("203.0.113.2:40000", "").out());
        assertEquals(once, text());

        assertEquals(0, publish("[2001:db8::2]:40001", "-o json").exit());
        assertTrue(lines("_reflexive").contains("SRV 0 0 40001 wg-reflexive.b"), text());
        assertFalse(text().contains("203.0.113.2 "), text());
        assertFalse(lines("wg-reflexive.b").contains("A 203.0.113.2"), text());
        assertTrue(lines("wg-reflexive.b").contains("AAAA 2001:db8:"), text());
    }

    @Test
    void an_endpoint_inside_the_mesh_is_not_published() throws IOException {
        CommandOutput shown = publish("10.0.0.4:51820", "");
        assertEquals(4, shown.exit(), shown.err());
        assertFalse(text().contains("_reflexive"), text());
    }

    @Test
    void a_node_publishes_its_own_public_address_and_port() throws IOException {
        CommandOutput shown = publish("203.0.113.2:40000", "--self --interface wg0");
        assertTrue(
                shown.out().contains("a.example.com: published 198.51.100.10:4500\n"), shown.out());
        assertTrue(lines("_wireguard._udp.a").contains("SRV 0 0 4500"), text());
        assertEquals(
                "in sync with what this node sees\n", publish("203.0.113.2:40000", "--self").out());
    }

    @Test
    void a_member_that_leaves_takes_its_published_endpoint_with_it() throws IOException {
        publish("203.0.113.2:40000", "");
        CommandOutput left =
                new CommandFixture(folder)
                        .run("leave", "b.example.com", "--zones", "zones", "--yes", "--no-wait");
        assertEquals(0, left.exit(), left.err());
        assertFalse(text().contains("reflexive"), text());
    }

    /** A node whose peer b is seen at another port at each look, 10 s after the one before. */
    private final class RestlessPeer implements Programs {
        private static final int LOOKS = 20;

        private final Map<Signals.Kind, Runnable> signals = new EnumMap<>(Signals.Kind.class);
        private final Instant start = Instant.parse("2026-01-02T03:04:05Z");
        private int looks;

        Instant now() {
            return start.plusSeconds(10L * looks);
        }

        @Override
        public ProgramResult run(List<String> command, String input, Duration limit) {
            if (!command.contains("dump")) {
                return new ScriptedPrograms().network(LINKS, "[]").run(command, input, limit);
            }
            looks++;
            Optional.ofNullable(signals.get(looks < LOOKS ? Signals.Kind.HUP : Signals.Kind.TERM))
                    .ifPresent(Runnable::run);
            String dump =
                    "secret\t%s\t4500\toff\n".formatted(MeshFixture.key("a"))
                            + peer("b", "203.0.113.2:" + (40_000 + looks), HANDSHAKE + 10L * looks)
                            + peer("d", "203.0.113.4:51820", HANDSHAKE);
            return new ProgramResult(0, dump, "", false);
        }

        @Override
        public boolean isInstalled(String program) {
            return true;
        }
    }

    /** Of 20 looks within 190 s, those at 0, 60, 120 and 180 s write. */
    @Test
    void a_member_that_moves_all_the_time_is_written_once_a_minute() throws IOException {
        var node = new RestlessPeer();
        CommandOutput shown =
                new CommandFixture(folder)
                        .programs(node)
                        .clock(node::now)
                        .signals(node.signals::put)
                        .run("publish", "_p2p.example.com", "--zones", "zones", "--watch");
        assertEquals(
                """
                b.example.com: published 203.0.113.2:40001
                d.example.com: published 203.0.113.4:51820
                b.example.com: published 203.0.113.2:40007
                b.example.com: published 203.0.113.2:40013
                b.example.com: published 203.0.113.2:40019
                """,
                shown.out());
        assertEquals(0, shown.exit(), shown.err());
    }

    @Test
    void a_member_that_cannot_be_written_stops_no_other_one() throws IOException {
        var dump =
                "secret\t%s\t4500\toff\n".formatted(MeshFixture.key("a"))
                        + peer("b", "10.0.0.4:51820", HANDSHAKE)
                        + peer("d", "203.0.113.4:51820", HANDSHAKE);
        CommandOutput shown =
                new CommandFixture(folder)
                        .programs(
                                new ScriptedPrograms()
                                        .network(LINKS, "[]")
                                        .prints("wg show wg0 dump", dump))
                        .run("publish", "_p2p.example.com", "--zones", "zones");
        assertEquals(4, shown.exit(), shown.err());
        assertEquals("d.example.com: published 203.0.113.4:51820\n", shown.out());
    }

    @Test
    void with_watch_it_looks_again_until_it_is_stopped() throws IOException {
        var programs =
                new ScriptedPrograms()
                        .network(LINKS, "[]")
                        .prints(
                                "wg show wg0 dump",
                                "secret\t"
                                        + MeshFixture.key("a")
                                        + "\t4500\toff\n"
                                        + peer("b", "203.0.113.2:40000", HANDSHAKE));
        CommandOutput shown =
                new CommandFixture(folder)
                        .programs(programs)
                        .terminatedAfter(Duration.ofSeconds(1))
                        .run("publish", "_p2p.example.com", "--zones", "zones", "--watch");
        assertEquals(0, shown.exit(), shown.err());
        assertTrue(text().contains("wg-reflexive"), text());
    }
}
