package dev.wgmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.command.AllCommands;
import dev.wgmesh.testing.CommandFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptRunnerTest {
    @TempDir Path folder;

    private CommandFixture.CommandOutput script(String lines) {
        return new CommandFixture(folder)
                .commands(AllCommands.all().with("shell", ShellCommand::new))
                .input(lines)
                .run("shell");
    }

    @Test
    void every_line_runs_and_the_exit_code_is_of_the_first_that_failed() {
        var shown = script("# made by hand\n\nnope\nlist --zones /nowhere\nversion\n");
        assertEquals(2, shown.exit());
        assertEquals("wg-mesh (run from its classes)\n", shown.out());
        assertEquals(0, script("version\nwg-mesh version\n").exit());
    }

    @Test
    void options_do_not_leak_into_the_next_line() {
        assertEquals(
                script("version\n").out(),
                script("version -o json\nversion\n").out().replaceAll("(?s)\\{.*}\n", ""));
    }

    @Test
    void exit_ends_it() {
        assertEquals("", script("exit\nversion\n").out());
        assertEquals(2, script("nope\nexit\n").exit());
    }

    @Test
    void use_chooses_the_mesh_of_the_lines_that_follow() {
        var shown = script("use _p2p.example.com\nlist --resolver nonsense:x\nlist --zones .\n");
        assertEquals(2, shown.exit());
        assertEquals(true, shown.err().contains("_p2p.example.com"), shown.err());
    }

    @Test
    void words_in_quotes_are_one_word_and_an_open_quote_is_reported() {
        assertEquals(
                "error: wg-mesh: unknown command 'a b'\n  fix: list the commands: wg-mesh help\n",
                script("'a b'\n").err());
        assertEquals(
                "error: standard input line 2: unclosed quote\n  fix: close the quote\n",
                script("version\nlist \"a\n").err());
    }
}
