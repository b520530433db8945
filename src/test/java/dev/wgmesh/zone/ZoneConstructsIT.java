package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.GoldenFile;
import dev.wgmesh.testing.dns.ExternalTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Zone files of one construct each, as BIND, Knot and NSD read them. Where they differ,
 * docs/zone-files.md has a table; {@code -Dgolden=write} rewrites it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZoneConstructsIT {
    private static final Path CONSTRUCTS = Path.of("src/test/resources/zone/constructs");
    private static final Path PAGE = Path.of("docs/zone-files.md");
    private static final String BEGIN = "<!-- table: ZoneConstructsIT -->\n";
    private static final String END = "<!-- end of table -->";

    /** An error of validate in its JSON output. */
    private static final Pattern ERROR =
            Pattern.compile("\"id\": \"([A-Z]\\d+)\",\\s+\"level\": \"error\"");

    @TempDir Path folder;

    /** Four programs run for each, and two tests need it. */
    private final Map<Path, Verdict> verdicts = new HashMap<>();

    static List<Path> files() throws IOException {
        return TestZoneFiles.in(CONSTRUCTS);
    }

    /**
     * What each does with a zone file.
     *
     * @param records as BIND reads them; empty where BIND refuses the file
     * @param sameRecords whether NSD reads the same records; true where one of them refuses the
     *     file
     * @param errors the rules by which wg-mesh reports an error
     */
    private record Verdict(
            Optional<List<String>> records,
            boolean knot,
            boolean nsd,
            boolean sameRecords,
            List<String> errors) {
        boolean bind() {
            return records.isPresent();
        }

        boolean everyServerLoads() {
            return bind() && knot && nsd;
        }

        boolean noServerLoads() {
            return !bind() && !knot && !nsd;
        }

        boolean isUnreadable() {
            return errors.contains("Z001");
        }

        boolean isAgreed() {
            return sameRecords && (errors.isEmpty() ? everyServerLoads() : noServerLoads());
        }

        private static String cell(boolean loads) {
            return loads ? "loads" : "refuses";
        }

        String row(Path file) {
            String name = file.getFileName().toString().replace(".example.zone", "");
            return Stream.of(
                            cell(bind()),
                            cell(knot),
                            sameRecords ? cell(nsd) : "loads other records")
                    .collect(
                            Collectors.joining(
                                    " | ",
                                    "| " + name + " | ",
                                    " | "
                                            + (errors.isEmpty()
                                                    ? "reads"
                                                    : "error " + String.join(", ", errors))
                                            + " |\n"));
        }
    }

    private static String apex(Path file) {
        return file.getFileName().toString().replaceFirst("\\.zone$", "");
    }

    private Verdict verdict(Path file) throws IOException {
        Verdict known = verdicts.get(file);
        if (known != null) {
            return known;
        }
        Verdict verdict = ask(file);
        verdicts.put(file, verdict);
        return verdict;
    }

    private Verdict ask(Path file) throws IOException {
        Optional<List<String>> bind = compiled(apex(file), file);
        ExternalTool.Ended nsd = runThere("nsd-checkzone", "-p", apex(file), path(file));
        // Warnings are lines on stderr, which begin with the time.
        String zone = nsd.output().replaceAll("\\[\\d{4}-[^\n]*\n", "");
        boolean nsdLoads = nsd.exit() == 0;
        return new Verdict(
                bind,
                runThere("kzonecheck", "-o", apex(file), path(file)).exit() == 0,
                nsdLoads,
                !nsdLoads || bind.isEmpty() || bind.equals(compiled(apex(file), zone)),
                errors(file));
    }

    private static String path(Path file) {
        return file.toAbsolutePath().toString();
    }

    private List<String> errors(Path file) {
        var output = new CommandFixture(folder).run("validate", path(file), "--output", "json");
        assertTrue(output.exit() < 2, output::toString);
        var rules = new TreeSet<String>();
        var matcher = ERROR.matcher(output.out());
        while (matcher.find()) {
            rules.add(matcher.group(1));
        }
        return List.copyOf(rules);
    }

    /** Runs a program in the folder of the files: NSD finds inclusions there. */
    private static ExternalTool.Ended runThere(String... command) {
        return ExternalTool.run(CONSTRUCTS, "", List.of(command));
    }

    /** The records as BIND writes them, a line each, sorted; empty where BIND refuses the zone. */
    private Optional<List<String>> compiled(String apex, Path file) {
        Path out = folder.resolve("compiled");
        ExternalTool.Ended ended =
                runThere(
                        "named-compilezone",
                        "-q",
                        "-k",
                        "ignore",
                        "-s",
                        "full",
                        "-o",
                        out.toString(),
                        apex,
                        path(file));
        try {
            return ended.exit() == 0
                    ? Optional.of(
                            Files.readAllLines(out, StandardCharsets.ISO_8859_1).stream()
                                    .map(line -> line.replaceAll("\\s+", " "))
                                    .map(line -> line.toLowerCase(Locale.ROOT))
                                    .sorted()
                                    .distinct()
                                    .toList())
                    : Optional.empty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Optional<List<String>> compiled(String apex, String text) throws IOException {
        return compiled(
                apex, Files.writeString(folder.resolve("text"), text, StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_zone_file_is_read_as_the_servers_read_it(Path file) throws IOException {
        Verdict verdict = verdict(file);
        if (verdict.noServerLoads()) {
            assertTrue(
                    !verdict.errors().isEmpty(), "no server loads it, and no error was reported");
        }
        if (verdict.everyServerLoads()) {
            assertTrue(!verdict.isUnreadable(), "every server loads it");
        }
        if (verdict.bind() && !verdict.isUnreadable()) {
            assertEquals(verdict.records(), compiled(apex(file), records(file)));
        }
    }

    /** The records that wg-mesh reads, as a zone file. */
    private static String records(Path file) {
        ZoneText zone =
                ZoneText.read(
                        file.toString(),
                        TestZoneFiles::readFile,
                        ZoneText.originOf(file.toString()));
        return zone.contents().records().stream()
                .map(record -> record.record() + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void the_documentation_has_each_construct_on_which_the_servers_differ() throws IOException {
        var table = new StringBuilder();
        table.append(
                "\n| construct | BIND | Knot | NSD | wg-mesh |\n| --- | --- | --- | --- | --- |\n");
        for (Path file : files()) {
            Verdict verdict = verdict(file);
            if (!verdict.isAgreed()) {
                table.append(verdict.row(file));
            }
        }
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String now =
                page.substring(0, begin) + table + "\n" + page.substring(page.indexOf(END, begin));
        GoldenFile.assertText(PAGE, now);
    }
}
