package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** What holds of records that wg-mesh did not write, at names that it writes. */
final class ForeignRecords {
    /** A web server with two families, a text where a key would be, and a port of another name. */
    static final String RECORDS =
            """
            web 600 IN A 198.51.100.1
            web 600 IN A 198.51.100.2
            web 600 IN AAAA 2001:db8::1
            web 600 IN MX 10 mail
            odd 600 IN A 198.51.100.3
            _wireguard.odd 600 IN TXT "owner=alice"
            _wireguard._udp.odd 600 IN SRV 5 5 51999 gateway
            """;

    private ForeignRecords() {}

    /** Runs a command line with the options of the place. */
    @FunctionalInterface
    interface Runner {
        CommandOutput run(String line);
    }

    /**
     * Checks that none of them is removed without consent, and that each is with it.
     *
     * @param zone the zone's text, or a list of its records
     */
    static void check(Runner runner, Supplier<String> zone) {
        done(runner, "join web.example.com --public-key " + key(1));
        String before = zone.get();
        for (String option : List.of("--endpoint 203.0.113.7:4500", "--no-endpoint")) {
            String set = "set web.example.com " + option;
            refused(runner, set, "web.example.com. A 198.51.100.1: would be removed, and 2 more");
            String plan = done(runner, set + " -n");
            assertTrue(plan.contains("- web.example.com. 600 IN AAAA 2001:db8:0:0:0:0:0:1"), plan);
            assertTrue(plan.contains("- web.example.com. 600 IN A 198.51.100.2"), plan);
            assertEquals(before, zone.get());
        }
        done(
                runner,
                "set web.example.com --endpoint 198.51.100.1 --endpoint 198.51.100.2"
                        + " --endpoint 2001:db8::1 --endpoint 203.0.113.7");
        done(runner, "set web.example.com --endpoint 203.0.113.7:4500 --yes");
        String after = zone.get();
        assertTrue(!after.contains("198.51.100.1\n") && !after.contains("2001:db8"), after);
        assertTrue(after.contains("203.0.113.7\n") && after.contains("mail"), after);

        String join = "join odd.example.com --endpoint 203.0.113.8 --public-key " + key(2);
        String text = "_wireguard.odd.example.com. TXT \"owner=alice\"";
        refused(
                runner,
                join,
                "_wireguard._udp.odd.example.com. SRV 5 5 51999 gateway.example.com.: would be"
                        + " removed, and 1 more");
        refused(runner, "join odd.example.com --public-key " + key(2), text + ": would be removed");
        String plan = done(runner, join + " -n");
        assertTrue(plan.contains("- _wireguard.odd.example.com. 600 IN TXT \"owner=alice\""), plan);
        assertEquals(after, zone.get());
        done(runner, join + " --yes");
        assertTrue(zone.get().contains("198.51.100.3"), zone.get());
        assertTrue(
                done(runner, "show odd.example.com")
                        .contains("endpoints  198.51.100.3:51820, 203.0.113.8:51820"),
                zone.get());
    }

    private static String key(int seed) {
        return PrivateKey.generate(new Random(seed)).publicKey().base64();
    }

    private static void refused(Runner runner, String line, String why) {
        CommandOutput shown = runner.run(line);
        assertEquals(2, shown.exit(), line + "\n" + shown.err());
        assertTrue(shown.err().contains(why), shown.err());
        assertTrue(shown.err().contains("add --yes"), shown.err());
    }

    private static String done(Runner runner, String line) {
        CommandOutput shown = runner.run(line);
        assertEquals(0, shown.exit(), line + "\n" + shown.err());
        return shown.out();
    }
}
