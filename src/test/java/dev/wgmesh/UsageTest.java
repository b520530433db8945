package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.cli.CommandTree;
import dev.wgmesh.cli.ShellState;
import dev.wgmesh.testing.CommandFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Wrong usage is reported as what it is, before a command reads anything. */
class UsageTest {
    @TempDir Path folder;

    @Test
    void a_wrong_value_of_an_option_is_reported_before_anything_is_read() {
        var silent = new ArrayList<String>();
        commands()
                .forEach((name, spec) -> {
                    for (OptionSpec option : spec.options()) {
                        if (option.converters().length == 0 && !isNumber(option)) {
                            continue;
                        }
                        var words = new ArrayList<>(List.of(name));
                        spec.positionalParameters().forEach(p -> words.add(missing(p)));
                        words.add(option.longestName());
                        words.add("-1");
                        var shown = run(words);
                        String error =
                                "error: wg-mesh "
                                        + name
                                        + " "
                                        + option.longestName()
                                        + ": expected ";
                        if (shown.exit() != 2 || !shown.err().startsWith(error)) {
                            silent.add(String.join(" ", words) + " => " + shown);
                        }
                    }
                });
        assertEquals(List.of(), silent);
    }

    @Test
    void an_unknown_option_is_reported_first_and_with_the_nearest() {
        assertEquals(
                "error: wg-mesh list: unknown option '--outpu'\n  fix: did you mean --output?\n",
                run(List.of("list", "--outpu", "json")).err());
        assertEquals(
                "error: wg-mesh list: unknown option '--zoens'\n  fix: did you mean --zones?\n",
                run(List.of("list", "--zoens", "zones")).err());
        assertEquals(
                "error: wg-mesh: unknown option '--zoens'\n  fix: did you mean --zones?\n",
                run(List.of("--zoens", "zones", "list")).err());
        assertEquals(
                "error: wg-mesh list: unknown option '--outpu'\n  fix: did you mean --output?\n",
                run(List.of("list", "--zones", "--outpu", "json")).err());
        assertEquals(
                "error: wg-mesh keygen: unknown option '-x'\n  fix: see wg-mesh keygen --help\n",
                run(List.of("keygen", "-x", "--count", "y")).err());
        assertEquals(
                "error: wg-mesh: '--zones' requires a command\n"
                        + "  fix: list the commands: wg-mesh help\n",
                run(List.of("--zones", "zones")).err());
    }

    @Test
    void an_empty_value_is_refused() {
        for (String option : List.of("--zones", "--server", "--tsig-key-file", "--profile")) {
            var shown = run(List.of("list", option, ""));
            assertEquals(2, shown.exit(), option);
            assertTrue(
                    shown.err().startsWith("error: wg-mesh list " + option + ": expected "),
                    shown.err());
        }
        assertEquals(
                "error: wg-mesh keygen --out: expected FILE, got ''\n"
                        + "  fix: see wg-mesh keygen --help\n",
                run(List.of("keygen", "--out", "")).err());
        assertEquals(2, run(List.of("validate", "")).exit());
    }

    @Test
    void an_option_that_is_given_twice_is_reported() {
        assertEquals(
                "error: wg-mesh list --zones: is given more than once\n"
                        + "  fix: give the option once\n",
                run(List.of("list", "--zones", "a", "--zones=b")).err());
    }

    @Test
    void a_wrong_site_or_nat_is_reported_by_the_name_of_the_option() {
        for (String command : List.of("join", "set", "up")) {
            String name = "node-a.example.com";
            var words = new ArrayList<>(List.of(command));
            words.addAll(command.equals("up") ? List.of("_p2p.example.com", name) : List.of(name));
            var site = new ArrayList<>(words);
            site.addAll(List.of("--site", "a b"));
            assertEquals(
                    "error: wg-mesh %s --site: expected a name of a-z, 0-9, dot and hyphen, got 'a b'"
                            .formatted(command),
                    run(site).err().lines().findFirst().orElseThrow());
            words.addAll(List.of("--nat", "maybe"));
            assertEquals(
                    "error: wg-mesh %s --nat: expected yes, no or hard, got 'maybe'"
                            .formatted(command),
                    run(words).err().lines().findFirst().orElseThrow());
        }
    }

    @Test
    void options_are_accepted_before_the_command() {
        for (String line :
                List.of(
                        "-o json --zones nowhere list",
                        "-ojson --zones=nowhere list",
                        "--zones nowhere -o json list",
                        "--output=json list --zones nowhere")) {
            assertEquals(
                    run(List.of("list", "--zones", "nowhere", "-o", "json")),
                    run(List.of(line.split(" "))),
                    line);
        }
    }

    @Test
    void an_option_takes_a_value_in_every_command_or_in_none() {
        var arities = new TreeMap<String, TreeSet<Integer>>();
        for (CommandSpec spec : commands().values()) {
            for (OptionSpec option : spec.options()) {
                for (String name : option.names()) {
                    arities.computeIfAbsent(name, _ -> new TreeSet<>()).add(option.arity().max());
                }
            }
        }
        arities.values().removeIf(found -> found.equals(new TreeSet<>(List.of(0))));
        arities.values().removeIf(found -> found.equals(new TreeSet<>(List.of(1))));
        assertEquals(Map.of(), arities);
    }

    private CommandFixture.CommandOutput run(List<String> words) {
        return new CommandFixture(folder)
                .commands(CommandLineTest.COMMANDS)
                .run(words.toArray(String[]::new));
    }

    private static Map<String, CommandSpec> commands() {
        var commands = new TreeMap<String, CommandSpec>();
        CommandTree.full(CommandLineTest.COMMANDS, new ShellState())
                .getSubcommands()
                .forEach((name, line) -> commands.put(name, line.getCommandSpec()));
        return commands;
    }

    private static boolean isNumber(OptionSpec option) {
        Class<?> type =
                option.auxiliaryTypes().length > 0 ? option.auxiliaryTypes()[0] : option.type();
        return Number.class.isAssignableFrom(type) || type == int.class || type == long.class;
    }

    /** Returns a word that the argument takes, and that names nothing. */
    private static String missing(PositionalParamSpec argument) {
        return switch (argument.paramLabel()) {
            case "HOST" -> "missing.example.com";
            case "MESH" -> "_missing.example.com";
            default -> "./missing.zone";
        };
    }
}
