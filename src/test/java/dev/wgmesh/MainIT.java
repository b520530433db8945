package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.command.AllCommands;
import dev.wgmesh.shell.ShellCommand;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.MainProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each command by the real {@link Main} in a process of its own, compared with what the tests in
 * this process see: a test that builds another environment than {@code Main} does proves little.
 */
class MainIT {
    private static final String KEY = "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI=";

    /** Without it root keeps receipts elsewhere. */
    private static final String STATE = "XDG_STATE_HOME";

    /** One call of each command; none changes anything. */
    private static final List<String> CALLS =
            List.of(
                    "allocate",
                    "apply _p2p.example.com --zones zones --key missing.key --relay --table 100"
                            + " --metric 50",
                    "completion bash",
                    "config show",
                    "diff",
                    "doctor _p2p.example.com --key none.key --state-dir none --interface none0",
                    "down _p2p.example.com --state-dir none --interface none0 --nope",
                    "export node-a.example.com --format wg",
                    "help join",
                    "import missing.conf",
                    "init _p2p.eu.example.com --pool 10.9.0.0/24 --psk-mode optional -n",
                    "join node-d.example.com --public-key " + KEY + " -n",
                    "keygen --out zones",
                    "keygen --psk --out zones",
                    "apply _p2p.example.com --zones zones --psk-file missing.psk --psk-mode"
                            + " required",
                    "leave node-a.example.com -n",
                    "list",
                    "lock status",
                    "plan _p2p.example.com --as node-a.example.com --relay --table main --metric 1",
                    "publish _p2p.example.com --nope",
                    "push zones/example.com.zone -n",
                    "rollback missing.json",
                    "rotate node-a.example.com --public-key " + KEY + " -n",
                    "serve missing",
                    "set node-a.example.com --ip 10.0.0.9 -n",
                    "set-policy _p2p.example.com --ttl 60 --psk-mode required -n",
                    "shell --nope",
                    "show node-a.example.com",
                    "status --interface none0 --state-dir none",
                    "trust node-b.example.com --interface none0 --state-dir none",
                    "up _p2p.example.com --nope",
                    "validate zones",
                    "version",
                    "why node-a.example.com node-b.example.com");

    @TempDir Path folder;

    @Test
    void there_is_a_call_of_each_command() {
        Set<String> called =
                CALLS.stream()
                        .map(call -> call.split(" ")[0])
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                new TreeSet<>(
                        AllCommands.all()
                                .with("shell", ShellCommand.SUMMARY, ShellCommand::new)
                                .names()),
                called);
    }

    @Test
    void each_command_says_the_same_in_a_process_of_its_own() throws Exception {
        Path zones = Files.createDirectories(folder.resolve("zones"));
        for (String name : List.of("example.com.zone", "example.net.zone")) {
            Files.copy(Path.of("zones", name), zones.resolve(name));
        }
        var expected = new StringBuilder();
        var found = new StringBuilder();
        for (String call : CALLS) {
            append(expected, call, inThisProcess(call));
            append(found, call, byMain(call));
        }
        assertEquals(expected.toString(), found.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o", "--output"})
    void json_is_the_same_too(String option) throws Exception {
        Files.createDirectories(folder.resolve("zones"));
        Files.copy(Path.of("zones", "example.com.zone"), folder.resolve("zones/example.com.zone"));
        String call = "validate zones " + option + " json";
        var expected = new StringBuilder();
        var found = new StringBuilder();
        append(expected, call, inThisProcess(call));
        append(found, call, byMain(call));
        assertEquals(expected.toString(), found.toString());
    }

    /**
     * Names in the folder are relative in one of them and absolute in the other, so that columns
     * have another width; the two run one after the other, and only a jar has a version.
     */
    private void append(StringBuilder text, String call, CommandOutput output) {
        text.append("$ wg-mesh ").append(call).append('\n');
        text.append(
                (output.out() + output.err())
                        .replace(folder + "/", "")
                        .replace("./", "")
                        .replaceAll(" {2,}", "  ")
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z", "TIME")
                        .replaceFirst(
                                "^wg-mesh (\\(run from its classes\\)|\\d\\S*)\n", "VERSION\n"));
        text.append("exit ").append(output.exit()).append("\n\n");
    }

    private CommandOutput inThisProcess(String call) {
        return new CommandFixture(folder)
                .commands(AllCommands.all().with("shell", ShellCommand.SUMMARY, ShellCommand::new))
                .clock(InstantSource.system())
                .environment(STATE, folder.resolve("state").toString())
                .run(call.split(" "));
    }

    private CommandOutput byMain(String call) throws IOException, InterruptedException {
        return new MainProcess(folder)
                .environment(
                        Map.of(
                                "HOME",
                                folder.resolve("home").toString(),
                                STATE,
                                folder.resolve("state").toString()))
                .run(call.split(" "));
    }
}
