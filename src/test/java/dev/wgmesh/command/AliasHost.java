package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import java.util.List;
import java.util.Random;

/** What holds of a host whose name is a CNAME, wherever its zone is hosted. */
final class AliasHost {
    /**
     * Aliases of a name in the zone, of a name in another, and of none; and an alias where a key
     * would be.
     */
    static final String RECORDS =
            """
            near IN CNAME gate
            gate IN A 203.0.113.76
            far IN CNAME home-9a2f.dyn.example.net.
            dangling IN CNAME nowhere
            _wireguard.blocked IN CNAME gate
            """;

    private static final String AT_ALIAS = "cannot be at a name with a CNAME";

    private AliasHost() {}

    /** Runs a command line with the options of the place. */
    @FunctionalInterface
    interface Runner {
        CommandOutput run(String line);
    }

    /** Checks that such a host joins, is set and leaves, and that nothing is put at a CNAME. */
    static void check(Runner runner) {
        int seed = 1;
        for (String host : List.of("near.example.com", "far.example.com", "dangling.example.com")) {
            String key = PrivateKey.generate(new Random(seed++)).publicKey().base64();
            done(runner, "join " + host + " --public-key " + key);
            done(runner, "set " + host + " --site lab");
            String shown = done(runner, "show " + host);
            assertTrue(shown.contains(key) && shown.contains("lab"), shown);
            assertEquals(host.startsWith("near"), shown.contains("203.0.113.76"), shown);
            refused(runner, "set " + host + " --endpoint 203.0.113.9", host + " A", AT_ALIAS);
            refused(
                    runner,
                    "set " + host + " --no-endpoint --yes",
                    host + " CNAME",
                    "leads nodes to the endpoint of " + host);
            done(runner, "leave " + host + " --manage-endpoint --yes");
        }
        String key = PrivateKey.generate(new Random(seed)).publicKey().base64();
        refused(
                runner,
                "join blocked.example.com --public-key " + key,
                "_wireguard.blocked.example.com TXT",
                AT_ALIAS);
    }

    private static void refused(Runner runner, String line, String where, String why) {
        CommandOutput shown = runner.run(line);
        assertEquals(4, shown.exit(), line + "\n" + shown.err());
        assertTrue(shown.err().contains(where + ": " + why), shown.err());
    }

    private static String done(Runner runner, String line) {
        CommandOutput shown = runner.run(line);
        assertEquals(0, shown.exit(), line + "\n" + shown.err());
        return shown.out();
    }
}
