package dev.wgmesh.validate.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.render.FindingsText;
import dev.wgmesh.render.TerminalColour;
import dev.wgmesh.testing.GoldenFile;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code RULE-name.zone} with the report in {@code RULE-name.expected}, and {@code
 * RULE-name.fixed.zone} without that finding; {@code -Dgolden=write} writes what is expected.
 */
class GoldenZonesTest {
    private static final Path FOLDER = Path.of("src/test/resources/validate");

    @TestFactory
    Stream<DynamicTest> every_zone_has_the_findings_that_are_expected() throws IOException {
        return zones().stream()
                .filter(path -> !isFixed(path))
                .map(path -> DynamicTest.dynamicTest(path.toString(), () -> check(path)));
    }

    private static void check(Path path) throws IOException {
        ValidationReport report = read(path).report();
        String text = FindingsText.of(report, TerminalColour.NONE);
        Path expected = FOLDER.resolve(path.getFileName().toString().replace(".zone", ".expected"));
        GoldenFile.assertText(expected, text);
        assertTrue(ids(report).contains(rule(path)), text);
    }

    @TestFactory
    Stream<DynamicTest> the_fixed_zone_lacks_the_finding() throws IOException {
        return zones().stream()
                .filter(GoldenZonesTest::isFixed)
                .map(path -> DynamicTest.dynamicTest(path.toString(), () -> checkFixed(path)));
    }

    private static void checkFixed(Path path) {
        ValidationReport report = read(path).report();
        assertTrue(
                !ids(report).contains(rule(path)) && report.unreadable().isEmpty(),
                () -> ids(report) + " in " + path);
    }

    @Test
    void every_rule_has_a_zone_that_breaks_it_and_one_that_does_not() throws IOException {
        Set<String> rules =
                Validation.rules().stream().map(RuleInfo::id).collect(Collectors.toSet());
        for (boolean fixed : List.of(true, false)) {
            assertEquals(
                    rules,
                    zones().stream()
                            .filter(path -> isFixed(path) == fixed)
                            .map(GoldenZonesTest::rule)
                            .collect(Collectors.toSet()));
        }
    }

    private static boolean isFixed(Path path) {
        return path.toString().endsWith(".fixed.zone");
    }

    private static String rule(Path path) {
        return path.getFileName().toString().substring(0, 4);
    }

    private static Set<String> ids(ValidationReport report) {
        return report.findings().stream().map(Finding::id).collect(Collectors.toSet());
    }

    static List<Path> zones() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(path -> path.toString().endsWith(".zone")).sorted().toList();
        }
    }

    static ZoneCase read(Path path) {
        try {
            return ZoneCase.of(
                    path.getFileName().toString(),
                    Files.readString(path, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
