package dev.wgmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.command.AllCommands;
import dev.wgmesh.testing.OptionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Command lines without picocli: what is parsed is what picocli makes of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlainOptionsTest {
    private static final String KEY = "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=";

    /** Values of many types, and what is a value of none. */
    private static final List<String> VALUES =
            List.of(
                    "_p2p.example.com",
                    "node-a.example.com",
                    "10.0.0.0/24",
                    "192.0.2.1",
                    "192.0.2.1:51820",
                    "auto",
                    "yes",
                    "tunnel",
                    "require",
                    "JSON",
                    "text",
                    "3",
                    "300",
                    "7d",
                    "a/b",
                    "a=b",
                    "https://example.com",
                    KEY,
                    "",
                    "-1",
                    "--",
                    "two words");

    private final CommandRegistry commands = AllCommands.all();
    private final Map<String, String> tables = AllCommands.optionTables();

    /** What a parser left in the options of a command, and in those of every command. */
    private record Parsed(String command, String common) {}

    private Optional<Parsed> plain(String name, List<String> words) throws Exception {
        Subcommand command = commands.create(name).orElseThrow();
        String before = OptionState.of(command);
        Optional<CommonOptions> common = PlainOptions.parse(table(command), command, words);
        if (common.isEmpty()) {
            assertEquals(before, OptionState.of(command), name + words);
            return Optional.empty();
        }
        return Optional.of(new Parsed(OptionState.of(command), OptionState.of(common.get())));
    }

    private Optional<Parsed> picocli(String name, List<String> words) throws Exception {
        Subcommand command = commands.create(name).orElseThrow();
        CommandLine line = CommandTree.single(name, command, new ShellState());
        var all = new ArrayList<>(List.of(name));
        all.addAll(words);
        try {
            CommandTree.parse(line.getParent(), all);
        } catch (ParameterException _) {
            return Optional.empty();
        }
        return Optional.of(
                new Parsed(
                        OptionState.of(command),
                        OptionState.of(CommandTree.commonOptions(line.getCommandSpec()))));
    }

    private List<OptionRow> rows(String name) {
        return table(commands.create(name).orElseThrow()).lines().map(OptionRow::parse).toList();
    }

    private String table(Subcommand command) {
        return tables.getOrDefault(command.getClass().getName(), "");
    }

    @Test
    void every_option_is_set_as_picocli_sets_it() throws Exception {
        var notPlain = new TreeMap<String, List<String>>();
        for (String name : commands.names()) {
            List<String> base = required(name);
            var whole = new ArrayList<>(base);
            for (OptionRow row : rows(name)) {
                List<String> line = line(name, base, row);
                if (plain(name, line).isPresent()) {
                    whole.addAll(
                            line.subList(
                                    row.isArgument() ? line.size() : base.size(), line.size()));
                } else {
                    notPlain.computeIfAbsent(row.names().toString(), _ -> new ArrayList<>())
                            .add(name);
                }
            }
            Optional<Parsed> plain = plain(name, whole);
            assertTrue(plain.isPresent(), name + whole);
            assertEquals(picocli(name, whole), plain, name + whole);
        }
        notPlain.remove("[-h, --help]");
        assertEquals("{[--rule]=[validate]}", notPlain.toString());
    }

    /** Returns words with the option and the first value that picocli takes. */
    private List<String> line(String name, List<String> base, OptionRow row) throws Exception {
        if (row.isArgument() && !base.isEmpty()) {
            return base;
        }
        var values = new ArrayList<>(VALUES);
        Class<?> type = typeOf(row);
        Stream.ofNullable(type.getEnumConstants())
                .flatMap(Stream::of)
                .forEach(constant -> values.add(((Enum<?>) constant).name()));
        for (String value : row.kind() == OptionRow.Kind.FLAG ? List.of("true") : values) {
            var line = new ArrayList<>(base);
            if (!row.isArgument()) {
                line.add(row.names().getLast());
            }
            if (row.kind() != OptionRow.Kind.FLAG) {
                line.add(value);
            }
            if (plain(name, line).isPresent()) {
                return line;
            }
        }
        return base.isEmpty() ? List.of(row.names().getLast()) : base;
    }

    private static Class<?> typeOf(OptionRow row) throws ClassNotFoundException {
        return row.type().contains(".") ? Class.forName(row.type()) : Object.class;
    }

    /** Returns the fewest words that a command needs. */
    private List<String> required(String name) throws Exception {
        for (List<String> words :
                List.of(
                        List.<String>of(),
                        List.of("node-a.example.com"),
                        List.of("_p2p.example.com"),
                        List.of("_p2p.example.com", "--pool", "10.0.0.0/24"),
                        List.of("init"),
                        List.of("a", "b"))) {
            if (plain(name, words).isPresent()) {
                return words;
            }
        }
        throw new AssertionError(name + ": no words that it takes");
    }

    @Test
    void lines_of_any_words_are_parsed_as_picocli_parses_them_or_left_to_it() throws Exception {
        int parsed = 0;
        List<String> names = List.copyOf(commands.names());
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            String name = names.get(random.nextInt(names.size()));
            List<OptionRow> rows = rows(name);
            var line = new ArrayList<String>();
            for (int i = random.nextInt(5); i > 0; i--) {
                OptionRow row = rows.get(random.nextInt(rows.size()));
                String value = VALUES.get(random.nextInt(VALUES.size()));
                String option = row.names().getLast();
                switch (random.nextInt(4)) {
                    case 0 -> line.add(value);
                    case 1 -> line.add(row.isArgument() ? value : option + "=" + value);
                    default -> {
                        if (!row.isArgument()) {
                            line.add(option);
                        }
                        if (row.kind() != OptionRow.Kind.FLAG) {
                            line.add(value);
                        }
                    }
                }
            }
            Optional<Parsed> plain = plain(name, line);
            if (plain.isPresent()) {
                parsed++;
                assertEquals(picocli(name, line), plain, "seed " + seed + ": " + name + line);
            }
        }
        assertTrue(parsed > 30, "parsed: " + parsed);
    }

    @Test
    void help_a_repeated_option_and_a_missing_value_are_left_to_picocli() throws Exception {
        for (String line :
                List.of(
                        "-h",
                        "--help",
                        "--nope",
                        "--zones",
                        "--zones=",
                        "--zones -v",
                        "--zones a --zones b",
                        "-v -v",
                        "-vh",
                        "-ojson",
                        "--verbose=true",
                        "-o nope",
                        "_p2p.example.com _p2p.example.com",
                        "not/a/mesh",
                        "-- _p2p.example.com")) {
            assertEquals(Optional.empty(), plain("list", List.of(line.split(" "))), line);
        }
    }

    @Test
    void without_a_table_every_line_is_left_to_picocli() {
        Subcommand command = commands.create("list").orElseThrow();
        assertEquals(Optional.empty(), PlainOptions.parse("", command, List.of()));
    }
}
