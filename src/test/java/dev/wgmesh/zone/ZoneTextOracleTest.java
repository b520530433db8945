package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.GeneratedZone;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.TextMutation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Compares the zone-file reader with dnsjava's, on valid zone files. */
class ZoneTextOracleTest {
    private static final Name ORIGIN = Question.name("example.com");
    private static final TextMutation MUTATION =
            new TextMutation("()\"\\;$@ \t\r\n\0ÿ0129.-_aINTX", List.of());

    private static final Pattern INCLUDE =
            Pattern.compile("^\\$INCLUDE (\\S+)[ \t]*([a-z.]+)?[^\n]*", Pattern.MULTILINE);

    @TempDir Path folder;

    @Test
    void a_valid_zone_file_says_what_dnsjava_reads_in_it() {
        Seeds.check(
                1_000,
                random -> {
                    Map<String, String> texts = GeneratedZone.texts(random);
                    ZoneText read = TestZoneFiles.read(texts);
                    assertEquals(List.of(), read.contents().syntaxErrors());
                    assertEquals(
                            String.join("\n", master(texts)),
                            String.join("\n", lines(read)),
                            () -> String.valueOf(texts));
                });
    }

    @Test
    void the_golden_zone_files_say_what_dnsjava_reads_in_them() throws IOException {
        Path golden = Path.of("src/test/resources/zone/read");
        List<Path> files = TestZoneFiles.in(golden);
        assertFalse(files.isEmpty());
        for (Path file : files) {
            Name origin = ZoneText.originOf(file.toString()).orElseThrow();
            ZoneText read =
                    ZoneText.read(file.toString(), TestZoneFiles::readFile, Optional.of(origin));
            var texts = new LinkedHashMap<String, String>();
            read.texts()
                    .forEach((path, text) ->
                            texts.put(Path.of(path).getFileName().toString(), text));
            texts.put(GeneratedZone.FILE, read.texts().firstEntry().getValue());
            Path flat = folder.resolve("flat.zone");
            Files.writeString(flat, flat(texts), StandardCharsets.ISO_8859_1);
            assertEquals(List.of(), read.contents().syntaxErrors());
            assertEquals(String.join("\n", master(flat, origin)), String.join("\n", lines(read)));
        }
    }

    @Test
    void no_text_makes_the_reader_throw_or_hang() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () ->
                        Seeds.check(
                                3_000,
                                random -> {
                                    Map<String, String> texts = GeneratedZone.texts(random);
                                    texts.replaceAll((_, text) -> MUTATION.of(text, random));
                                    assertFalse(TestZoneFiles.read(texts).texts().isEmpty());
                                }));
    }

    @Test
    void a_file_of_open_parentheses_is_given_up_in_time() {
        String text = "@ IN SOA a b 1 2 3 4 5\n" + "x (\n".repeat(500_000);
        var read =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(10),
                        () -> TestZoneFiles.read(Map.of(GeneratedZone.FILE, text)));
        assertEquals(16, read.contents().syntaxErrors().size());
    }

    private List<String> master(Map<String, String> texts) {
        try {
            Path file = folder.resolve(GeneratedZone.FILE);
            Files.writeString(file, flat(texts), StandardCharsets.ISO_8859_1);
            return master(file, ORIGIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The zone in one file: dnsjava's reader does not pass owner and TTL into an included file and
     * the TTL out of it, as BIND does.
     */
    private static String flat(Map<String, String> texts) {
        String text = Optional.ofNullable(texts.get(GeneratedZone.FILE)).orElseThrow();
        Matcher include = INCLUDE.matcher(text);
        if (!include.find()) {
            return text;
        }
        String before = text.substring(0, include.start());
        String origin = "$ORIGIN example.com.";
        for (String line : before.lines().toList()) {
            origin = line.startsWith("$ORIGIN") ? line : origin;
        }
        String below = include.group(2) == null ? origin : "$ORIGIN " + include.group(2);
        String part = Optional.ofNullable(texts.get(include.group(1))).orElseThrow();
        return String.join("\n", before, below, part, origin, text.substring(include.end()));
    }

    private static List<String> master(Path file, Name origin) throws IOException {
        var lines = new ArrayList<String>();
        try (var master = new Master(file.toString(), origin)) {
            for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
                lines.add(r.toString());
            }
        }
        return lines;
    }

    private static List<String> lines(ZoneText zone) {
        return zone.contents().records().stream().map(r -> r.record().toString()).toList();
    }

    @Test
    void a_file_that_cannot_be_read_is_a_failure() {
        var failure = assertThrows(Failure.class, () -> TestZoneFiles.read(Map.of()));
        assertEquals("example.com.zone: does not exist", failure.getMessage());
    }
}
