package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.dns.ExternalTool;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares generated keys with {@code wg pubkey}. */
class KeygenIT {
    @TempDir Path folder;

    @Test
    void wg_pubkey_gives_the_public_key_of_every_pair_we_make() {
        String[] lines =
                new CommandFixture(folder)
                        .run("keygen", "--count", "50")
                        .out()
                        .lines()
                        .filter(line -> !line.isEmpty())
                        .toArray(String[]::new);
        assertEquals(100, lines.length);
        for (int i = 0; i < lines.length; i += 2) {
            assertEquals(
                    lines[i + 1], "PublicKey = " + wg("pubkey", lines[i].substring(13)).strip());
        }
    }

    @Test
    void wg_pubkey_agrees_on_keys_that_are_not_clamped() {
        Seeds.check(
                25,
                random -> {
                    byte[] octets = new byte[32];
                    random.nextBytes(octets);
                    String key = Base64.getEncoder().encodeToString(octets) + "\n";
                    assertEquals(
                            wg("pubkey", key),
                            new CommandFixture(folder).input(key).run("keygen", "--pubkey").out());
                });
    }

    @Test
    void we_read_what_wg_genkey_prints() {
        String key = wg("genkey", "");
        assertEquals(
                wg("pubkey", key),
                new CommandFixture(folder).input(key).run("keygen", "--pubkey").out());
    }

    private static String wg(String command, String input) {
        return ExternalTool.run(input, List.of("wg", command)).output();
    }
}
