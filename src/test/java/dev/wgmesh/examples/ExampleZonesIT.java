package dev.wgmesh.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.dns.ExternalTool;
import dev.wgmesh.testing.dns.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Needs BIND and Knot. */
class ExampleZonesIT {
    /** zones/ as it stands: apex to text. */
    static Map<String, String> zones() throws IOException {
        var zones = new TreeMap<String, String>();
        for (String apex : new String[] {"example.com", "example.net"}) {
            zones.put(apex, Files.readString(Path.of("zones", apex + ".zone")));
        }
        return zones;
    }

    /** The answers of a server, a line each. */
    static String ask(RealServer server, String owner, String type) {
        return ExternalTool.output(
                "dig",
                "+short",
                "+tries=2",
                "+time=5",
                "-p",
                String.valueOf(server.address().getPort()),
                "@127.0.0.1",
                owner,
                type);
    }

    @Test
    void checkers_find_nothing_to_say_against_loading_them() throws IOException {
        for (String apex : zones().keySet()) {
            String file = Path.of("zones", apex + ".zone").toString();
            ExternalTool.output("named-checkzone", "-k", "ignore", apex, file);
            ExternalTool.output("kzonecheck", "-o", apex, file);
        }
    }

    @Test
    void bind_serves_them_with_check_names_off() throws IOException {
        try (var named = RealServer.named(zones())) {
            assertServed(named);
        }
    }

    @Test
    void bind_as_it_comes_does_not_load_them() throws IOException {
        String clause = "zone \"example.com\" { type primary; file \"example.com.zone\"; };";
        try (var named = RealServer.namedWith(zones(), clause)) {
            assertTrue(named.log().contains("bad owner name (check-names)"), named.log());
            assertEquals("", ask(named, "_p2p.example.com", "TXT"));
        }
    }

    @Test
    void knot_serves_them() throws IOException {
        try (var knotd = RealServer.knotd(zones())) {
            assertServed(knotd);
        }
    }

    private static void assertServed(RealServer server) {
        assertEquals(3, ask(server, "_p2p.example.com", "TXT").lines().count());
        assertEquals(
                "10.0.0.1\n192.168.1.1\n",
                sorted(ask(server, "_wireguard.node-a.example.com", "A")));
        assertEquals(
                "10.0.0.3\n192.168.1.3\n",
                sorted(ask(server, "_wireguard.node-c.example.net", "A")));
        assertEquals("\"nat=yes\"\n", ask(server, "_meta._wireguard.node-c.example.net", "TXT"));
    }

    private static String sorted(String lines) {
        return String.join("\n", lines.lines().sorted().toList()) + "\n";
    }
}
