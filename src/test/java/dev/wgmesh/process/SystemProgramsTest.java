package dev.wgmesh.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SystemProgramsTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Programs programs =
            Programs.system(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "de_DE.UTF-8"));

    /** Also for a program that starts another one: setsid, setpriv. */
    private static final String PATH = "PATH=/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

    @TempDir Path folder;

    @Test
    void output_input_and_exit_code_come_through() {
        Programs.ProgramResult ended =
                programs.run(List.of("sh", "-c", "cat; echo bad >&2; exit 3"), "a\nb", LONG);
        assertEquals(new Programs.ProgramResult(3, "a\nb", "bad\n", false), ended);
    }

    /** As on a machine with one processor, when the only carrier reads what ip monitor prints. */
    @Test
    void a_program_runs_while_no_virtual_thread_can() {
        var end = new AtomicBoolean();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread.ofVirtual()
                    .start(() -> {
                        while (!end.get()) {
                            Thread.onSpinWait();
                        }
                    });
        }
        try {
            Programs.ProgramResult ended =
                    programs.run(List.of("sh", "-c", "cat; echo bad >&2"), "a\nb", LONG);
            assertEquals(new Programs.ProgramResult(0, "a\nb", "bad\n", false), ended);
        } finally {
            end.set(true);
        }
    }

    @Test
    void a_program_runs_in_the_c_locale_and_sees_only_what_it_is_given() {
        assertEquals("C\n", programs.run(List.of("printenv", "LC_ALL"), "", LONG).out());
        assertEquals("", programs.run(List.of("printenv", "HOME"), "", LONG).out());
    }

    @Test
    void a_program_does_not_get_credentials() {
        var all =
                Map.of(
                        "PATH", "/usr/bin:/bin",
                        "HOME", "/h",
                        "WG_SUDO", "1",
                        "GOMAXPROCS", "2",
                        "AWS_SECRET_ACCESS_KEY", "s",
                        "LD_PRELOAD", "/nowhere.so");
        String seen = Programs.system(all).run(List.of("env"), "", LONG).out();
        assertEquals(
                "GOMAXPROCS=2 HOME=/h LC_ALL=C " + PATH + " WG_SUDO=1",
                seen.lines().sorted().collect(Collectors.joining(" ")));
    }

    /**
     * With {@code LOG_LEVEL}, wireguard-go in the background writes to the output of this child,
     * which nobody reads: SIGPIPE ends it, and with it the mesh.
     */
    @Test
    void wireguard_go_gets_nothing_that_changes_how_it_runs() {
        var all =
                Map.of(
                        "PATH", "/usr/bin:/bin",
                        "LOG_LEVEL", "error",
                        "WG_PROCESS_FOREGROUND", "1",
                        "WG_TUN_FD", "3",
                        "WG_UAPI_FD", "4");
        assertEquals(
                "LC_ALL=C " + PATH,
                Programs.system(all)
                        .run(List.of("env"), "", LONG)
                        .out()
                        .lines()
                        .sorted()
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void arguments_are_not_a_shell_line() {
        assertEquals("$(id) ; *\n", programs.run(List.of("echo", "$(id) ; *"), "", LONG).out());
    }

    @Test
    void one_that_does_not_end_is_ended_with_all_that_it_started() throws Exception {
        Path late = folder.resolve("late");
        String script = "(sleep 1; echo > " + late + ") & echo begun; wait";
        Programs.ProgramResult ended =
                programs.run(List.of("sh", "-c", script), "", Duration.ofMillis(500));
        assertEquals(new Programs.ProgramResult(137, "begun\n", "", true), ended);
        Thread.sleep(1000);
        assertFalse(Files.exists(late));
    }

    @Test
    void one_that_leaves_a_service_behind_is_not_waited_for() {
        long begin = System.nanoTime();
        Programs.ProgramResult ended =
                programs.run(List.of("sh", "-c", "sleep 3 & echo started"), "", LONG);
        assertEquals(new Programs.ProgramResult(0, "started\n", "", false), ended);
        assertTrue(System.nanoTime() - begin < 2_500_000_000L);
    }

    @Test
    void a_signal_is_128_and_its_number() {
        assertEquals(143, programs.run(List.of("sh", "-c", "kill -TERM $$"), "", LONG).exitCode());
    }

    @Test
    void more_output_than_the_bound_is_a_failure_and_not_an_eaten_heap() {
        Failure failure =
                assertThrows(
                        Failure.class,
                        () -> programs.run(List.of("head", "-c", "70M", "/dev/zero"), "", LONG));
        assertEquals(
                "head: printed more than 64 MiB; run it by hand and look at its output",
                failure.getMessage());
    }

    @Test
    void a_large_input_that_is_not_read_does_not_hang() {
        assertEquals(0, programs.run(List.of("true"), "x".repeat(1 << 20), LONG).exitCode());
    }

    @Test
    void a_missing_program_says_what_to_install() {
        Programs none = Programs.system(Map.of("PATH", folder.toString()));
        assertFalse(none.isInstalled("wg"));
        Failure failure =
                assertThrows(Failure.class, () -> none.run(List.of("wg", "show"), "", LONG));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals(
                "wg: not installed, or not on PATH; install wireguard-tools", failure.getMessage());
    }

    @Test
    void a_file_that_is_not_a_program_is_reported() throws IOException {
        Path file = Files.writeString(folder.resolve("odd"), "#!/nonexistent/interpreter\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        Failure failure =
                assertThrows(Failure.class, () -> programs.run(List.of(file.toString()), "", LONG));
        assertTrue(failure.problems().toString().startsWith("[" + file + ": cannot be started: "));
    }

    @Test
    void a_start_that_fails_for_a_limit_names_the_limit() {
        Path ip = Path.of("/usr/sbin/ip");
        String limit = "Cannot run program \"/usr/sbin/ip\": error: 24 (Too many open files)";
        assertEquals(
                "[/usr/sbin/ip: cannot be started: "
                        + limit
                        + "; raise the limit of open files: ulimit -n, or LimitNOFILE= of the"
                        + " unit]",
                SystemPrograms.cannotStart(ip, limit + " \nPossible reasons:\n  - JDK mismatch\n")
                        .problems()
                        .toString());
        assertTrue(
                SystemPrograms.cannotStart(ip, "error=12, Cannot allocate memory")
                        .problems()
                        .toString()
                        .endsWith(
                                "free memory, or raise the limit of processes: TasksMax= of the"
                                        + " unit]"));
    }
}
