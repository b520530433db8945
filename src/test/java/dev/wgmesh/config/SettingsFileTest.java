package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    private static final String RELOAD =
            "[zone.\"example.com\"]\nzones = \"z\"\nreload = \"rndc reload\"\n";

    @TempDir Path folder;

    private ConfigFixture home() {
        return ConfigFixture.in(folder);
    }

    private static ConfigFixture with(ConfigFixture home, String file, String mesh) {
        return home.file(file, "mesh = \"" + mesh + "\"\n");
    }

    private static String found(ConfigContext here) {
        return SettingsFile.find(here).mesh().map(MeshName::text).orElse("none");
    }

    @Test
    void the_first_found_counts_and_is_never_merged() {
        ConfigFixture home = home();
        assertEquals("none", found(home.surroundings()));
        assertEquals(Settings.NONE, SettingsFile.find(home.surroundings()));
        with(home, "etc/wg-mesh/wg-mesh.toml", "_p2p.machine.example");
        assertEquals("_p2p.machine.example", found(home.surroundings()));
        with(home, "home/.config/wg-mesh/wg-mesh.toml", "_p2p.user.example");
        assertEquals("_p2p.user.example", found(home.surroundings()));
        with(home, "xdg/wg-mesh/wg-mesh.toml", "_p2p.xdg.example");
        home.environment().put("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
        assertEquals("_p2p.xdg.example", found(home.surroundings()));
        home.environment().put("XDG_CONFIG_HOME", "relative");
        assertEquals("_p2p.user.example", found(home.surroundings()));
        home.file("work/wg-mesh.toml", "");
        assertEquals("none", found(home.surroundings()));
    }

    @Test
    void a_nodes_own_commands_do_not_read_the_one_in_the_working_directory() {
        ConfigFixture home = with(home(), "work/wg-mesh.toml", "_p2p.work.example");
        assertEquals("_p2p.work.example", found(home.surroundings(true)));
        assertEquals("none", found(home.surroundings(false)));
        with(home, "etc/wg-mesh/wg-mesh.toml", "_p2p.machine.example");
        assertEquals("_p2p.machine.example", found(home.surroundings(false)));
    }

    @Test
    void one_in_the_working_directory_that_others_may_write_is_refused() throws IOException {
        ConfigFixture home = with(home(), "work/wg-mesh.toml", "_p2p.work.example");
        Path file = home.work().resolve("wg-mesh.toml");
        for (String mode : List.of("rw-rw-r--", "rw-r--rw-")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            Failure failure =
                    assertThrows(Failure.class, () -> SettingsFile.find(home.surroundings()));
            assertEquals(Failure.Kind.REFUSED, failure.kind());
            assertEquals(
                    file + ": is writable by other users; chmod go-w" + " " + file,
                    failure.getMessage());
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals("_p2p.work.example", found(home.surroundings()));
    }

    @Test
    void only_the_machines_own_may_name_a_command_to_run() {
        ConfigFixture home = home().file("etc/wg-mesh/wg-mesh.toml", RELOAD);
        assertEquals(1, SettingsFile.find(home.surroundings()).zones().size());
        home.file("home/.config/wg-mesh/wg-mesh.toml", RELOAD);
        Failure failure = assertThrows(Failure.class, () -> SettingsFile.find(home.surroundings()));
        String told = failure.problems().toString();
        assertTrue(told.contains("may name a command to run"), told);
    }

    @Test
    void one_that_cannot_be_read_is_reported() throws IOException {
        Files.createDirectories(folder.resolve("etc/wg-mesh/wg-mesh.toml"));
        Failure failure =
                assertThrows(Failure.class, () -> SettingsFile.find(home().surroundings()));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
    }
}
