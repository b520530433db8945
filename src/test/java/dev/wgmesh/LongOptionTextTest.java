package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.cli.CommandTree;
import dev.wgmesh.cli.ShellState;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.ScriptedPrograms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a person typed is cut where an error message repeats it. */
class LongOptionTextTest {
    private static final Pattern QUOTED = Pattern.compile("[ (]'[^']{81,}'");

    /** Names and paths are repeated without quotes; a domain name has up to 255 characters. */
    private static final Pattern WORD = Pattern.compile("[^ '\n]{257,}");

    private static final String TEXT = "x".repeat(5000);

    @TempDir Path folder;

    @Test
    void no_message_quotes_more_than_80_characters_or_repeats_a_longer_word_than_a_domain_name() {
        var commands = new TreeMap<String, CommandSpec>();
        CommandTree.full(CommandLineTest.COMMANDS, new ShellState())
                .getSubcommands()
                .forEach((name, line) -> commands.put(name, line.getCommandSpec()));
        var uncut = new ArrayList<String>();
        check(uncut, List.of(TEXT));
        check(uncut, List.of("--" + TEXT));
        commands.forEach((name, spec) -> {
            check(uncut, List.of(name, TEXT));
            check(uncut, List.of(name, "--" + TEXT));
            check(uncut, List.of(name, "node-a.example.com", TEXT));
            for (OptionSpec option : spec.options()) {
                check(uncut, List.of(name, option.longestName(), TEXT));
            }
        });
        assertEquals(List.of(), uncut);
    }

    private void check(List<String> uncut, List<String> words) {
        String err =
                new CommandFixture(folder)
                        .programs(new ScriptedPrograms().fails("ip", 1, "no such device"))
                        .run(words.toArray(String[]::new))
                        .err();
        err.lines()
                .filter(line -> !line.startsWith("records: "))
                .filter(line ->
                        Stream.of(QUOTED, WORD).anyMatch(pattern -> pattern.matcher(line).find()))
                .forEach(uncut::add);
    }
}
