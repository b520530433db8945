package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.ScriptedPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A node a.example.com on wg0, as scripted tools show it, in a mesh that a zone file has. */
final class ScriptedNode {
    private static final String MESH = "_p2p.example.com";

    /** The time of a pass in these tests. */
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final String ETH0 =
            """
            {"ifname":"eth0","flags":["UP"],"mtu":1500,
             "addr_info":[{"family":"inet","local":"198.51.100.10","prefixlen":24},
                          {"family":"inet","local":"192.168.1.1","prefixlen":24}]}
            """;

    static final String WG0 =
            """
            {"ifname":"wg0","flags":["UP"],"mtu":1420,"linkinfo":{"info_kind":"wireguard"},
             "addr_info":[{"family":"inet","local":"10.0.0.1","prefixlen":32}]}
            """;

    private final Path folder;
    final StringBuilder zone = new StringBuilder();
    ScriptedPrograms programs = new ScriptedPrograms();
    Instant now = NOW;

    ScriptedNode(Path folder) {
        this.folder = folder;
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

    /** Adds a member with its mesh address, and further records. */
    void member(String name, String address, String... records) {
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

    static String peer(String name, String endpoint, String ip, int age, int rx, int tx) {
        long handshake = age < 0 ? 0 : NOW.minusSeconds(age).getEpochSecond();
        return "%s\t(none)\t%s\t%s/32\t%d\t%d\t%d\toff\n"
                .formatted(MeshFixture.key(name), endpoint, ip, handshake, rx, tx);
    }

    /** The peers; before the sessions, only the neighbour has one, which apply would wait for. */
    static String peers(boolean sessions) {
        String peers =
                peer("b", "203.0.113.202:51820", "10.0.0.2", 12, 1_258_291, 348_160)
                        + peer("c", "(none)", "10.0.0.3", -1, 0, 0)
                        + peer("d", "192.168.1.4:51820", "10.0.0.4", 100, 90_000, 80_000)
                                .replace("off", "25")
                        + peer("e", "203.0.113.205:51820", "10.0.0.5", 7200, 0, 148_000)
                        + peer("f", "203.0.113.206:4000", "10.0.0.6", -1, 0, 0)
                        + peer("h", "203.0.113.99:1024", "10.0.0.8", 61, 1000, 1000);
        return sessions
                ? peers
                : peers.replaceAll("/32\t\\d+\t\\d+\t\\d+", "/32\t0\t0\t0")
                        .replace(
                                "10.0.0.4/32\t0",
                                "10.0.0.4/32\t" + NOW.minusSeconds(310).getEpochSecond());
    }

    void device(String peers, boolean routed) {
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

    CommandFixture fixture() {
        return new CommandFixture(folder).programs(programs).clock(() -> now);
    }

    CommandOutput run(CommandFixture fixture, String command, String... more) {
        var words =
                new ArrayList<>(
                        List.of(command, "--state-dir", folder.resolve("state").toString()));
        words.addAll(List.of(more));
        return fixture.run(words.toArray(String[]::new));
    }

    /** Runs apply once: over an interface without peers, then as {@code wg} shows it after. */
    void apply(String peers) throws IOException {
        Path zones = Files.createDirectories(folder.resolve("zones"));
        Files.writeString(zones.resolve("example.com.zone"), zone);
        device(peers, false);
        CommandOutput applied = run(fixture(), "apply", MESH, "--zones", zones.toString());
        assertEquals(0, applied.exit(), applied.err());
    }

    /** Makes a mesh of eight that ran for five minutes, and has its routes. */
    void settled() throws IOException {
        members();
        now = NOW.minusSeconds(400);
        apply("");
        now = NOW.minusSeconds(300);
        apply(peers(false));
        now = NOW;
        device(peers(true), true);
    }
}
