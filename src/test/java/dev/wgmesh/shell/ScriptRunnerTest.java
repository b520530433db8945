package dev.wgmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.command.AllCommands;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.ScriptedPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptRunnerTest {
    @TempDir Path folder;

    private CommandFixture.CommandOutput script(String lines) {
        return new CommandFixture(folder)
                .commands(AllCommands.all().with("shell", ShellCommand.SUMMARY, ShellCommand::new))
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
    void the_place_of_the_shell_is_that_of_each_line_that_names_none() {
        for (String place :
                List.of(
                        "--zones z",
                        "--zones z --reload touch",
                        "--server ns1.example.com:5300 --tsig-key-file k --allow-weak-tsig",
                        "--route53 --hosted-zone-id Z1 --private-zone --profile p"
                                + " --endpoint-url http://127.0.0.1:1",
                        "--resolver 192.0.2.1 --resolver 192.0.2.2",
                        "--axfr 192.0.2.1")) {
            for (String form : List.of("text", "json")) {
                String line = "config show -o " + form;
                assertEquals(
                        run("", line + " " + place), run(line + "\n", "shell " + place), place);
            }
            String other = "config show --zones other";
            assertEquals(run("", other), run(other + "\n", "shell " + place), place);
        }
    }

    @Test
    void a_line_reads_and_writes_at_the_place_of_the_shell() throws IOException {
        Path zones = Files.createDirectory(folder.resolve("elsewhere"));
        for (String name : List.of("example.com.zone", "example.net.zone")) {
            Files.copy(Path.of("zones", name), zones.resolve(name));
        }
        var programs = new ScriptedPrograms();
        String lines = "join node-d.example.com\nlist\njoin node-e.example.com --emit\n";
        var shown =
                new CommandFixture(folder)
                        .commands(
                                AllCommands.all()
                                        .with("shell", ShellCommand.SUMMARY, ShellCommand::new))
                        .programs(programs)
                        .input(lines)
                        .run("shell", "--zones", "elsewhere", "--reload", "reload it");
        assertEquals(0, shown.exit(), shown.err());
        String zone = Files.readString(zones.resolve("example.com.zone"));
        assertTrue(zone.contains("node-d"), zone);
        assertFalse(zone.contains("node-e"), zone);
        assertTrue(shown.out().contains("node-d.example.com  10.0.0.4"), shown.out());
        assertTrue(shown.out().contains("_wireguard.node-e.example.com. 300 IN A 10.0.0.5"));
        assertEquals(List.of("reload it"), programs.ran());
    }

    private CommandFixture.CommandOutput run(String input, String line) {
        return new CommandFixture(folder)
                .commands(AllCommands.all().with("shell", ShellCommand.SUMMARY, ShellCommand::new))
                .input(input)
                .run(line.split(" "));
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
