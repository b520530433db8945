package dev.wgmesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.MainProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The scripts of {@code completion} in bash, zsh and fish; expect(1) types at bash and zsh. */
@Execution(ExecutionMode.SAME_THREAD)
class CompletionIT {
    /** What is typed, and what the line is after Tab. */
    private static final Map<String, String> LINES =
            Map.of(
                    "wg-mesh jo", "wg-mesh join ",
                    "wg-mesh show node-a", "wg-mesh show node-a.example.com ",
                    "wg-mesh list _", "wg-mesh list _p2p.example.com ",
                    "wg-mesh list --zones=zo", "wg-mesh list --zones=zones/",
                    "wg-mesh validate --rule A006", "wg-mesh validate --rule A006=",
                    "wg-mesh validate --rule=A006=w", "wg-mesh validate --rule=A006=warning ",
                    "wg-mesh nothing", "wg-mesh nothing");

    private static final List<String> TYPED = LINES.keySet().stream().sorted().toList();

    private static final String ZSH =
            "show() { print -r -- \"<<$BUFFER>>\" }; zle -N show; bindkey '^G' show";

    @TempDir Path folder;

    @BeforeEach
    void a_folder_with_a_mesh_and_a_program() throws IOException {
        Path zones = Files.createDirectory(folder.resolve("zones"));
        Files.copy(Path.of("zones/example.com.zone"), zones.resolve("example.com.zone"));
        Path program = Files.createDirectories(folder.resolve("bin")).resolve("wg-mesh");
        String command =
                new MainProcess(folder)
                        .commandLine().stream()
                                .map(word -> "'" + word + "'")
                                .collect(Collectors.joining(" "));
        Files.writeString(program, "#!/bin/sh\nexec " + command + " \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        String path = folder.resolve("bin") + ":" + System.getenv("PATH");
        var environment =
                Map.of("PATH", path, "HOME", folder.toString(), "TERM", "dumb", "PS1", "> ");
        Installation.Result result = Installation.run(folder, environment, command);
        assertEquals("0", result.exit() + result.err());
        return result.out();
    }

    /** Types each line and Tab; then Ctrl-G, for which {@code setUp} makes the shell show it. */
    private void completes(String shell, String setUp, List<String> typed) throws Exception {
        Path script =
                Files.writeString(
                        folder.resolve("typed.exp"),
                        """
                        set timeout 60
                        log_user 0
                        spawn %s
                        send {%s; echo READY$((1+1))}
                        send "\\r"
                        expect READY2
                        foreach line [list %s] {
                            send "$line\\t\\x07"
                            expect -re {<<([^\\r\\n]*)>>} { puts "$expect_out(1,string)|" }
                            send "\\x15"
                        }
                        """
                                .formatted(
                                        shell,
                                        setUp,
                                        typed.stream()
                                                .map(line -> "{" + line + "}")
                                                .collect(Collectors.joining(" "))));
        assertEquals(
                typed.stream().map(line -> LINES.get(line) + "|\n").collect(Collectors.joining()),
                run(List.of("expect", script.toString())));
    }

    @Test
    void bash_completes() throws Exception {
        completes(
                "bash --norc --noprofile -i",
                "source <(wg-mesh completion bash); bind 'set enable-bracketed-paste off'; "
                        + "bind -x '\"\\C-g\": printf \"\\n<<%s>>\\n\" \"$READLINE_LINE\"'",
                TYPED);
    }

    @Test
    void zsh_completes() throws Exception {
        completes(
                "zsh -f -i",
                "autoload -Uz compinit; compinit -u -D; source <(wg-mesh completion zsh); " + ZSH,
                TYPED);
    }

    @Test
    void zsh_finds_the_function_in_a_folder_of_functions() throws Exception {
        Path functions = Files.createDirectory(folder.resolve("functions"));
        Files.writeString(
                functions.resolve("_wg-mesh"), run(List.of("bin/wg-mesh", "completion", "zsh")));
        completes(
                "zsh -f -i",
                "fpath=(%s $fpath); autoload -Uz compinit; compinit -u -D; ".formatted(functions)
                        + ZSH,
                List.of("wg-mesh jo", "wg-mesh list --zones=zo"));
    }

    @Test
    void fish_completes() throws Exception {
        String lines =
                TYPED.stream().map(line -> "'" + line + "'").collect(Collectors.joining(" "));
        assertEquals(
                """
                join\tAdd a host to the mesh: key, mesh addresses, records.
                --zones=zones/
                _p2p.example.com
                node-a.example.com
                A006=
                --rule=A006=warning
                """,
                run(
                        List.of(
                                "fish",
                                "--no-config",
                                "-c",
                                "wg-mesh completion fish | source; for line in "
                                        + lines
                                        + "; complete -C $line; end")));
    }
}
