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

    private String run(String... command) throws Exception {
        Result result = Installation.run(folder, Map.of(), List.of(command));
        assertEquals(0, result.exit(), () -> List.of(command) + ": " + result);
        return result.out();
    }

    @Test
    void an_installation_is_removed_without_a_trace() throws Exception {
        Path prefix = Files.createDirectories(folder.resolve("prefix"));
        Files.createDirectories(prefix.resolve("share/man"));
        Path foreign = Files.writeString(prefix.resolve("share/man/other"), "");
        String before = listing(prefix);
        List<String> install = script("install", "--prefix", prefix.toString());
        for (int times = 0; times < 2; times++) {
            Result installed = Installation.run(folder, Map.of(), install);
            assertEquals(0, installed.exit(), installed::toString);
        }
        String version = run(prefix.resolve("bin/wg-mesh").toString(), "version");
        assertTrue(version.startsWith("wg-mesh "), version);
        assertTrue(
                Files.readString(prefix.resolve("lib/systemd/system/wg-mesh@.service"))
                        .contains("ExecStart=" + prefix + "/bin/wg-mesh "));
        List<String> uninstall = script("uninstall", "--prefix", prefix.toString());
        assertEquals(0, Installation.run(folder, Map.of(), uninstall).exit());
        assertEquals(before, listing(prefix));
        assertTrue(Files.exists(foreign));
        assertEquals(0, Installation.run(folder, Map.of(), uninstall).exit());
    }

    @Test
    void a_file_of_another_is_not_overwritten() throws Exception {
        Path prefix = folder.resolve("taken");
        Path other = Files.createDirectories(prefix.resolve("bin")).resolve("wg-mesh");
        Files.writeString(other, "mine");
        String before = listing(prefix);
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
        assertEquals(before, listing(prefix));
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

    /** Files and folders below a folder, with their sizes and times. */
    private String listing(Path top) throws Exception {
        return run(
                "find",
                top.toString(),
                "!",
                "-type",
                "d",
                "-printf",
                "%p %s %t\n",
                "-o",
                "-printf",
                "%p\n");
    }
}
