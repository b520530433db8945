package dev.wgmesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.launcher.Installation.Result;
import dev.wgmesh.testing.PackageFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** scripts/install and scripts/uninstall, below a prefix. */
class InstallIT {
    @TempDir Path folder;

    /** What is installed is what was packed, so that it is made once for all tests. */
    @BeforeAll
    static void makePackages() {
        PackageFile.made();
    }

    @Test
    void an_installation_is_removed_without_a_trace() throws Exception {
        Path prefix = Files.createDirectories(folder.resolve("prefix"));
        Files.createDirectories(prefix.resolve("share/man"));
        Path foreign = Files.writeString(prefix.resolve("share/man/other"), "");
        String before = Installation.listing(folder, prefix);
        List<String> install = script("install", "--prefix", prefix.toString());
        for (int times = 0; times < 2; times++) {
            Result installed = Installation.run(folder, Map.of(), install);
            assertEquals(0, installed.exit(), installed::toString);
        }
        String version =
                Installation.require(folder, prefix.resolve("bin/wg-mesh").toString(), "version");
        assertTrue(version.startsWith("wg-mesh "), version);
        assertTrue(
                Files.readString(prefix.resolve("lib/systemd/system/wg-mesh@.service"))
                        .contains("ExecStart=" + prefix + "/bin/wg-mesh "));
        List<String> uninstall = script("uninstall", "--prefix", prefix.toString());
        assertEquals(0, Installation.run(folder, Map.of(), uninstall).exit());
        assertEquals(before, Installation.listing(folder, prefix));
        assertTrue(Files.exists(foreign));
        assertEquals(0, Installation.run(folder, Map.of(), uninstall).exit());
    }

    @Test
    void a_file_of_another_is_not_overwritten() throws Exception {
        Path prefix = folder.resolve("taken");
        Path other = Files.createDirectories(prefix.resolve("bin")).resolve("wg-mesh");
        Files.writeString(other, "mine");
        String before = Installation.listing(folder, prefix);
        Result refused =
                Installation.run(
                        folder, Map.of(), script("install", "--prefix", prefix.toString()));
        assertEquals(1, refused.exit(), refused::toString);
        assertTrue(
                refused.err()
                        .endsWith(
                                "install: "
                                        + other
                                        + " exists, and is not of scripts/install. fix: move it"
                                        + " away\n"),
                refused.err());
        assertEquals(before, Installation.listing(folder, prefix));
    }

    @Test
    void an_unknown_flag_is_wrong_usage() throws Exception {
        for (String name : List.of("package", "install", "uninstall")) {
            Result wrong = Installation.run(folder, Map.of(), script(name, "--nope"));
            assertEquals(2, wrong.exit(), wrong::toString);
            assertTrue(wrong.err().startsWith("Usage: scripts/" + name), wrong.err());
            assertEquals("", wrong.out());
        }
    }

    private static List<String> script(String name, String... arguments) {
        return Stream.concat(
                        Stream.of(Path.of("scripts", name).toAbsolutePath().toString()),
                        Stream.of(arguments))
                .toList();
    }
}
