package dev.wgmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.MainProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell on a real terminal: expect(1) types, a pty of 24 x 120 echoes. */
class PromptIT {
    private static final String PRIVATE = "yFlXT2A5TTg9xcPfxolP0arOR+Ua+z8NlAcaKoTpm2E=";

    @TempDir Path folder;
    private String environment = "A=B";
    private String terminal = "xterm";

    @Test
    void commands_options_meshes_and_members_are_completed() throws Exception {
        typed(
                """
                say "lis\\t" "list "
                say "\\r" "node-c.example.net"
                prompt "wg-mesh> "
                say "show node-a\\t" "show node-a.example.com "
                say "\\r" "MEsH/tKCQF"
                prompt "wg-mesh> "
                say "use _p2p\\t\\r" "wg-mesh _p2p.example.com> "
                say "version -o js\\t\\r" "wg-mesh/version"
                """);
    }

    @Test
    void members_in_zone_files_at_hand_are_completed_before_any_command() throws Exception {
        typed(
                """
                say "show node-a\\t" "show node-a.example.com "
                say "\\r" "MEsH/tKCQF"
                """);
    }

    @Test
    void a_terminal_without_a_type_reads_lines() throws Exception {
        terminal = "";
        typed("say \"version\\r\" \"wg-mesh \"\n");
    }

    @Test
    void options_do_not_leak_into_the_next_line() throws Exception {
        typed(
                """
                say "version -o json\\r" "wg-mesh/version"
                prompt "wg-mesh> "
                send "version\\r"
                expect {
                    "wg-mesh/version" { exit 9 }
                    -re {wg-mesh [(0-9]} {}
                    timeout { exit 7 }
                }
                """);
    }

    @Test
    void ctrl_c_stops_the_command_and_not_the_shell() throws Exception {
        typed(
                """
                say "keygen --pubkey\\r" "Ctrl-D"
                say "\\x03" "stopped"
                prompt "wg-mesh> "
                say "keygen --pubkey\\r" "Ctrl-D"
                say "%s\\r\\x04" "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI="
                prompt "wg-mesh> "
                say "abc\\x03" "wg-mesh> "
                say "version\\r" "wg-mesh "
                """
                        .formatted(PRIVATE));
    }

    @Test
    void history_is_the_owner_s_and_keeps_no_key() throws Exception {
        typed(
                """
                say "version\\r" "wg-mesh "
                prompt "wg-mesh> "
                say "keygen %s\\r" "unexpected argument"
                """
                        .formatted(PRIVATE));
        Path history = folder.resolve(".local/state/wg-mesh/history");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
        String kept = Files.readString(history);
        assertTrue(kept.contains(":version\n"), kept);
        assertFalse(kept.contains(PRIVATE.substring(0, 20)), kept);
    }

    @Test
    void ctrl_d_leaves_with_the_code_of_the_last_line() throws Exception {
        assertEquals(
                2,
                run(
                        """
                        say "nope\\r" "unknown command"
                        prompt "wg-mesh> "
                        send "\\x04"
                        """));
    }

    @Test
    void no_program_is_run_to_use_the_terminal() throws Exception {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        Path calls = folder.resolve("calls");
        for (String name :
                List.of("test", "stty", "tty", "infocmp", "tput", "sh", "bash", "uname", "id")) {
            Path program =
                    Files.writeString(
                            programs.resolve(name),
                            "#!/bin/sh\necho " + name + " \"$@\" >> " + calls + "\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        }
        environment = "PATH=" + programs;
        for (String type : List.of("xterm", "linux", "tmux-256color", "foot")) {
            terminal = type;
            typed(
                    """
                    say "vers\\t\\r" "wg-mesh "
                    """);
            assertFalse(Files.exists(calls), () -> type + " ran " + textOf(calls));
        }
    }

    private static String textOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void typed(String lines) throws IOException, InterruptedException {
        run(lines + "prompt \"> \"\nsend \"exit\\r\"\n");
    }

    private int run(String lines) throws IOException, InterruptedException {
        Path script =
                Files.writeString(
                        folder.resolve("typed.exp"),
                        """
                        set timeout 15
                        set stty_init "rows 24 columns 120"
                        proc prompt {text} {
                            expect {
                                $text {}
                                timeout { puts "\\nNO $text"; exit 7 }
                                eof { exit 8 }
                            }
                        }
                        proc say {text answer} { send $text; prompt $answer }
                        spawn env %s %s HOME=%s COLUMNS=120 %s
                        prompt "wg-mesh> "
                        %s
                        expect {
                            eof {}
                            timeout { exit 7 }
                        }
                        exit [lindex [wait] 3]
                        """
                                .formatted(
                                        terminal.isEmpty() ? "-u TERM" : "TERM=" + terminal,
                                        environment,
                                        folder,
                                        String.join(" ", new MainProcess(folder).commandLine()),
                                        lines));
        Path seen = folder.resolve("seen");
        Process expect =
                new ProcessBuilder("expect", script.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(seen.toFile())
                        .start();
        try {
            assertTrue(expect.waitFor(5, TimeUnit.MINUTES), "in time");
        } finally {
            expect.destroyForcibly();
        }
        int exit = expect.exitValue();
        String screen = Files.readString(seen, StandardCharsets.ISO_8859_1);
        assertFalse(exit >= 7 && exit <= 9, "exit " + exit + "\n" + screen);
        return exit;
    }
}
