package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of another user, which root must not believe. Needs root. */
class StrangersFilesIT {
    private static final int NOBODY = 65534;
    private static final int UNREADABLE = 3;

    @TempDir Path folder;
    private ExampleZones zones;

    @BeforeEach
    void copy() {
        zones = ExampleZones.in(folder);
    }

    private static void giveAway(Path file) throws IOException {
        Files.setAttribute(file, "unix:uid", NOBODY);
    }

    private CommandOutput asRoot(String line) {
        return new CommandFixture(folder).asRoot().run(line.split(" "));
    }

    private static void assertRefused(String what, CommandOutput output) {
        assertTrue(output.exit() >= UNREADABLE, output::toString);
        assertTrue(output.err().contains(what), output::toString);
    }

    @Test
    void a_folder_of_zones_is_used_only_if_it_is_named() throws IOException {
        assertEquals(0, asRoot("list").exit());
        giveAway(zones.path("zones"));
        assertRefused("belongs to another user, nobody", asRoot("list"));
        assertEquals(0, asRoot("list --zones zones").exit());
    }

    @Test
    void a_private_key_is_not_used() throws IOException {
        assertEquals(0, zones.run("keygen --out node.key").exit());
        giveAway(zones.path("node.key"));
        assertRefused(
                "the file of this private key belongs to another user, nobody",
                zones.run("join node-d.example.com --key node.key"));
    }

    @Test
    void a_tsig_key_is_not_used() throws IOException {
        Path key =
                Files.writeString(zones.path("tsig.key"), "hmac-sha256:k:c2VjcmV0c2VjcmV0c2Vj\n");
        giveAway(key);
        assertRefused(
                "the file of this TSIG key belongs to another user, nobody",
                zones.run(
                        "leave node-a.example.com --server 127.0.0.1:9 --tsig-key-file tsig.key"));
    }
}
