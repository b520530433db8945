package dev.wgmesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.launcher.Installation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of a release: a jar, no sources. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LauncherTest {
    private Path folder = Path.of("");
    private Installation release = new Installation(folder);

    /** A release with caches, whose program prints "one"; what trained them printed this. */
    private Installation trained = release;

    private Result training = new Result(0, "", "");

    @BeforeAll
    void train(@TempDir Path empty) throws Exception {
        trained = Installation.in(empty.resolve("a release"));
        SmallProgram.printing("one").packWithHashInto(trained.releaseJar());
        training = trained.run("keygen");
        assertEquals(new Result(0, "one\n", ""), trained.run("list"));
    }

    @BeforeEach
    void install(@TempDir Path empty) throws IOException {
        folder = empty;
        release = Installation.in(folder.resolve("a release"));
    }

    /**
     * Whether the command runs with its cache: with AOTMode=on the JVM ends where it does not fit.
     */
    private Result strict(Installation installed, String command) throws Exception {
        return Installation.run(
                folder,
                Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on"),
                List.of(installed.launcher().toString(), command));
    }

    @Test
    void it_runs_from_any_folder() throws Exception {
        SmallProgram.printing("here").packInto(release.releaseJar());
        String launcher = release.launcher().toString();
        assertEquals(
                new Result(0, "here\n", ""),
                Installation.run(Path.of("/"), Map.of(), List.of(launcher)));
        assertEquals(
                new Result(0, "here\n", ""),
                Installation.run(release.scripts(), Map.of(), List.of("sh", "wg-mesh")));
    }

    @Test
    void it_runs_through_symbolic_links() throws Exception {
        SmallProgram.printing("here").packInto(release.releaseJar());
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("first"), Path.of("../a release/scripts/wg-mesh"));
        Files.createSymbolicLink(bin.resolve("second"), bin.resolve("first"));
        assertEquals(
                new Result(0, "here\n", ""),
                Installation.run(folder, Map.of(), List.of(bin.resolve("second").toString())));
    }

    @Test
    void it_is_found_by_the_path() throws Exception {
        SmallProgram.printing("here").packInto(release.releaseJar());
        String path = release.scripts() + ":/usr/bin:/bin";
        assertEquals(
                new Result(0, "here\n", ""),
                Installation.run(folder, Map.of("PATH", path), List.of("sh", "-c", "wg-mesh")));
    }

    @Test
    void exit_code_and_arguments_go_through() throws Exception {
        new SmallProgram("System.out.print(String.join(\"|\", args)); System.exit(41);")
                .packInto(release.releaseJar());
        assertEquals(
                new Result(41, "keygen|two words||*", ""),
                release.run("keygen", "two words", "", "*"));
    }

    @Test
    void names_outside_ascii_are_understood_in_the_c_locale() throws Exception {
        new SmallProgram(
                        """
                        System.out.print(java.nio.file.Path.of(args[0]).toFile().exists());
                        """)
                .packInto(release.releaseJar());
        String shell = "f=$(printf 'K\\303\\244se'); : >\"$f\"; \"$1\" \"$f\"";
        String launcher = release.launcher().toString();
        for (Map<String, String> locale :
                List.of(Map.of("LC_ALL", "C"), Map.of("LC_ALL", "", "LANG", "POSIX"))) {
            assertEquals(
                    new Result(0, "true", ""),
                    Installation.run(folder, locale, List.of("sh", "-c", shell, "sh", launcher)));
        }
    }

    @Test
    void the_shell_may_use_both_compilers_and_a_command_the_quick_one() throws Exception {
        new SmallProgram(
                        """
                        System.out.print(java.lang.management.ManagementFactory
                            .getRuntimeMXBean().getInputArguments()
                            .contains("-XX:TieredStopAtLevel=1"));
                        """)
                .packInto(release.releaseJar());
        assertEquals("true", release.run("keygen").out());
        assertEquals("true", release.run("apply", "_p2p.example.com").out());
        assertEquals("false", release.run("_p2p.example.com").out());
        assertEquals("true", release.run("-v", "validate", "example.com").out());
        assertEquals("true", release.run("-v", "serve").out());
        assertEquals("false", release.run("-v", "shell").out());
    }

    @Test
    void a_watching_process_has_a_small_heap_and_the_quick_compiler() throws Exception {
        new SmallProgram(
                        """
                        var given = java.lang.management.ManagementFactory
                            .getRuntimeMXBean().getInputArguments();
                        System.out.print(given.contains("-XX:TieredStopAtLevel=1")
                            && given.contains("-XX:-ShrinkHeapInSteps")
                            && given.contains("-Xmn2m")
                            && given.contains("-XX:MarkSweepDeadRatio=0"));
                        """)
                .packInto(release.releaseJar());
        assertEquals("true", release.run("apply", "_p2p.example.com", "--watch").out());
        assertEquals("false", release.run("apply", "_p2p.example.com").out());
    }

    @Test
    void sigterm_goes_through() throws Exception {
        new SmallProgram(
                        """
                        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.print("ended")));
                        System.out.print("started ");
                        System.out.flush();
                        Thread.sleep(60_000);
                        """)
                .packInto(release.releaseJar());
        Path out = folder.resolve("out");
        Process process =
                Installation.start(
                        folder,
                        Map.of(),
                        List.of(release.launcher().toString()),
                        out,
                        folder.resolve("err"));
        for (int i = 0; i < 6000 && !Files.readString(out).startsWith("started"); i++) {
            Thread.sleep(50);
        }
        process.destroy();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        assertEquals("started ended", Files.readString(out));
        assertEquals(143, process.exitValue());
    }

    @Test
    void a_jar_with_a_hash_gets_a_cache_and_says_so_once() throws Exception {
        assertEquals(
                new Result(
                        0,
                        "one\n",
                        "wg-mesh: training a start-up cache, once for each kind of command after a"
                                + " build\n"),
                training);
        assertEquals(2, Installation.caches(trained.releaseJar()).size());
        assertEquals(new Result(0, "one\n", ""), trained.run("keygen"));
        assertEquals(new Result(0, "one\n", ""), trained.run("list"));
    }

    @Test
    void the_cache_was_trained_with_the_flags_that_are_used() throws Exception {
        for (String command : List.of("keygen", "list")) {
            Result strict = strict(trained, command);
            assertEquals("one\n", strict.out(), strict.err());
        }
    }

    @Test
    void a_stale_cache_never_runs_old_code() throws Exception {
        Installation copy = trained.copyTo(folder.resolve("copy"));
        assertEquals("one\n", strict(copy, "keygen").out());
        SmallProgram.printing("two").packWithHashInto(copy.releaseJar());
        assertEquals("two\n", copy.run("keygen").out());
        assertEquals("two\n", strict(copy, "keygen").out());
    }

    @Test
    void a_kind_of_command_without_a_cache_of_its_own_uses_another() throws Exception {
        Installation copy = trained.copyTo(folder.resolve("copy"));
        for (Path dir : List.of(folder, copy.home())) {
            Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertEquals(
                "one\n",
                Installation.run(
                                Path.of("/"),
                                Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on"),
                                asNobody(copy.launcher().toString(), "join"))
                        .out());
        assertEquals(2, Installation.caches(copy.releaseJar()).size());
    }

    @Test
    void a_jar_installed_by_hand_runs_without_the_cache_of_another() throws Exception {
        Installation copy = trained.copyTo(folder.resolve("copy"));
        SmallProgram.printing("two").packInto(copy.releaseJar());
        assertEquals(new Result(0, "two\n", ""), copy.run("keygen"));
    }

    @Test
    void an_unusable_cache_is_not_a_word_on_stdout() throws Exception {
        Installation copy = trained.copyTo(folder.resolve("copy"));
        for (Path cache : Installation.caches(copy.releaseJar())) {
            Files.writeString(cache, "no cache");
        }
        assertEquals(new Result(0, "one\n", ""), copy.run("keygen"));
    }

    @Test
    void a_release_that_cannot_be_written_runs_without_a_cache() throws Exception {
        SmallProgram.printing("one").packWithHashInto(release.releaseJar());
        for (Path dir : List.of(folder, release.home())) {
            Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertEquals(
                new Result(0, "one\n", ""),
                Installation.run(
                        Path.of("/"), Map.of(), asNobody(release.launcher().toString(), "keygen")));
        assertEquals(List.of(), Installation.caches(release.releaseJar()));
    }

    @Test
    void a_release_without_its_jar_says_what_to_do() throws Exception {
        Result run = release.run("keygen");
        assertEquals(126, run.exit());
        assertEquals("", run.out());
        assertEquals(
                "wg-mesh: "
                        + release.releaseJar()
                        + " does not exist. fix: unpack the release again\n",
                run.err());
        assertFalse(Files.exists(release.home().resolve("target")));
    }

    /** The command as a user that may not write here: root may write anywhere. */
    private static List<String> asNobody(String launcher, String command) {
        return System.getProperty("user.name").equals("root")
                ? List.of(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        launcher,
                        command)
                : List.of(
                        "sh",
                        "-c",
                        "chmod a-w \"${0%/*}/../lib\"; exec \"$0\" \"$1\"",
                        launcher,
                        command);
    }
}
