package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.cli.CommandRegistry;
import dev.wgmesh.command.AllCommands;
import dev.wgmesh.shell.ShellCommand;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.ScriptedPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What wg-mesh prints for every help and for wrong calls, in golden files. A line that begins with
 * "$ wg-mesh" is a call, in a folder with a copy of zones/; what follows is what it prints. Run
 * with -Dwgmesh.golden=true, the test writes the files anew.
 */
class CommandLineTest {
    static final Path GOLDEN = Path.of("src/test/resources/command");
    static final CommandRegistry COMMANDS =
            AllCommands.all().with("shell", ShellCommand.SUMMARY, ShellCommand::new);

    /** A commit that {@code rollback receipt.json} undoes. */
    private static final String COMMITTED =
            "join node-d.example.com --receipt receipt.json"
                    + " --public-key testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI=";

    /** An interface of node-a with a peer that is no member, and a route of somebody else. */
    private static final String FACTS =
            """
            {"interface": {"name": "wg0", "port": 51820, "up": true, "mtu": 1420,
                           "key": "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=",
                           "addresses": ["10.0.0.1", "192.168.1.1"]},
             "peers": [{"key": "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI=",
                        "allowedIps": ["10.7.0.9/32"], "keepalive": 0,
                        "received": 0, "sent": 0}],
             "routes": [{"to": "10.0.0.2/32", "device": "eth0", "protocol": 4}]}
            """;

    /** Lines of the help before the section "Advanced": two screens of 24 lines. */
    private static final int TWO_SCREENS = 48;

    private static final List<String> FORBIDDEN =
            List.of(
                    "is no ",
                    "mend",
                    "told",
                    "stands",
                    "otherwise",
                    "whoever",
                    "as it comes",
                    "founded",
                    "goes on with nothing",
                    "is so already",
                    "is about no",
                    "wants a value",
                    "wants it to be",
                    "hang it",
                    "the makers",
                    "as dns says",
                    "waits to be called",
                    "lan of mine",
                    "the answer is no");

    /** A machine that wg-quick connects. */
    private static final String QUICK =
            """
            # node-d.example.com
            [Interface]
            PrivateKey = mMuQ3IW0f3D9uLPN0QOmLeGcyNeARkTdOoHJU13JMVQ=
            Address = 10.0.0.4/24
            """;

    @TempDir Path folder;

    @Test
    void the_help_of_every_command() throws IOException {
        var calls =
                Stream.concat(
                        Stream.of("help"), COMMANDS.names().stream().map(name -> name + " --help"));
        compare("help.txt", calls.toList());
    }

    @Test
    void calls_with_wrong_words_and_the_effect_of_each_option() throws IOException {
        List<String> calls = calls("calls.txt");
        assertTrue(calls.size() >= 40, calls.size() + " calls");
        compare("calls.txt", calls);
    }

    @Test
    void the_help_of_join_fits_two_screens_before_what_is_advanced() {
        String help = new CommandFixture(folder).commands(COMMANDS).run("join", "--help").out();
        assertTrue(
                help.lines().takeWhile(line -> !line.equals("Advanced:")).count() <= TWO_SCREENS);
    }

    @Test
    void all_of_it_is_plain_english() throws IOException {
        for (String file : List.of("help.txt", "calls.txt")) {
            for (String line : Files.readAllLines(GOLDEN.resolve(file))) {
                for (String phrase : FORBIDDEN) {
                    boolean said =
                            !line.startsWith("$ ")
                                    && line.toLowerCase(Locale.ROOT)
                                            .matches(".*\\b" + phrase.strip() + "\\b.*");
                    assertTrue(!said, file + ": \"" + phrase + "\" in: " + line);
                }
            }
        }
    }

    /** Returns the calls of a golden file. */
    static List<String> calls(String file) throws IOException {
        return Files.readAllLines(GOLDEN.resolve(file)).stream()
                .filter(line -> line.startsWith("$ wg-mesh "))
                .map(line -> line.substring("$ wg-mesh ".length()))
                .toList();
    }

    private void compare(String file, List<String> calls) throws IOException {
        var text = new StringBuilder();
        for (int n = 0; n < calls.size(); n++) {
            text.append("$ wg-mesh ").append(calls.get(n)).append('\n');
            text.append(printed(calls.get(n), folder.resolve(String.valueOf(n)))).append('\n');
        }
        if (Boolean.getBoolean("wgmesh.golden")) {
            Files.writeString(GOLDEN.resolve(file), text);
        }
        assertEquals(Files.readString(GOLDEN.resolve(file)), text.toString());
    }

    private static String printed(String call, Path here) throws IOException {
        Path zones = Files.createDirectories(here.resolve("zones"));
        for (String name : List.of("example.com.zone", "example.net.zone")) {
            Files.copy(Path.of("zones", name), zones.resolve(name));
        }
        Files.copy(zones.resolve("example.com.zone"), here.resolve("copy.zone"));
        Files.writeString(here.resolve("settings.json"), "{}");
        Files.writeString(here.resolve("facts.json"), FACTS);
        Files.writeString(here.resolve("d.conf"), QUICK);
        if (call.contains(" receipt.json")) {
            new CommandFixture(here).run(COMMITTED.split(" "));
        }
        var shown =
                new CommandFixture(here)
                        .commands(COMMANDS)
                        .programs(new ScriptedPrograms().fails("ip", 1, "no such device"))
                        .run(call.split(" "));
        String exit = shown.exit() == 0 ? "" : "exit " + shown.exit() + "\n";
        return (shown.out() + shown.err() + exit).replace(here.toString(), "HERE");
    }
}
