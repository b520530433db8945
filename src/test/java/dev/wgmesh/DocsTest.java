package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** README.md, CONTRIBUTING.md and docs/: links resolve, and every class that they name exists. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsTest {
    private static final Path DOCS = Path.of("docs");

    /** {@code [text](target)}, without targets on other hosts. */
    private static final Pattern LINK = Pattern.compile("\\]\\((?![a-z]+:)([^)\\s]+)\\)");

    private static final Pattern BACKTICKS = Pattern.compile("`([^`\n]+)`");

    /** The indented lines that draw a picture with arrows. */
    private static final Pattern PICTURE = Pattern.compile("(?m)^ {4}(.* -> .*)$");

    /**
     * {@code ZoneLexer} or {@code DnsAnswer.Failed}; neither {@code org.xbill.DNS.Zone} nor the
     * setting of a unit, {@code Type=}.
     */
    private static final Pattern TYPE =
            Pattern.compile(
                    "(?<![\\w./@-])[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(\\.[A-Z][A-Za-z0-9]*[a-z]\\w*)?(?![\\w=])");

    private static final Pattern DECLARATION =
            Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");

    /** The types that each source file declares, by the file's name. */
    private final Map<String, Set<String>> types = new HashMap<>();

    DocsTest() throws IOException {
        for (Path file : files(Path.of("src"), ".java")) {
            String name = file.getFileName().toString().replace(".java", "");
            types.computeIfAbsent(name, _ -> new HashSet<>())
                    .addAll(found(DECLARATION, Files.readString(file)).toList());
        }
    }

    @TestFactory
    Stream<DynamicTest> every_link_resolves() throws IOException {
        return documents().stream()
                .map(document ->
                        dynamicTest(
                                document.toString(),
                                () -> assertEquals(List.of(), broken(document))));
    }

    @TestFactory
    Stream<DynamicTest> every_class_exists() throws IOException {
        return documents().stream()
                .filter(DocsTest::isAboutCode)
                .map(document ->
                        dynamicTest(
                                document.toString(),
                                () ->
                                        assertEquals(
                                                List.of(), unknown(Files.readString(document)))));
    }

    @TestFactory
    Stream<DynamicTest> every_document_is_reached_from_CONTRIBUTING() throws IOException {
        String page = Files.readString(Path.of("CONTRIBUTING.md"));
        return files(DOCS, ".md").stream()
                .map(file -> dynamicTest(file.toString(), () -> assertTrue(isLinked(page, file))));
    }

    @Test
    void a_wrong_name_and_a_wrong_link_are_reported() {
        assertEquals(
                List.of("ZoneLexicon", "DnsAnswer.Perhaps"),
                unknown("`ZoneLexer` `ZoneLexicon`\n\n    Main -> DnsAnswer.Perhaps -> A\n"));
        assertFalse(resolves(Path.of("README.md"), "docs/nothing.md"));
        assertFalse(resolves(Path.of("README.md"), "docs/records.md#nothing"));
        assertTrue(resolves(Path.of("README.md"), "docs/records.md#grammar"));
    }

    private static boolean isAboutCode(Path document) {
        return document.startsWith(DOCS.resolve("decisions"))
                || document.equals(DOCS.resolve("architecture.md"))
                || document.equals(DOCS.resolve("node.md"));
    }

    private static boolean isLinked(String page, Path file) {
        return page.contains("](" + file + ")") || page.contains("](" + file.getParent() + ")");
    }

    private static List<String> broken(Path document) throws IOException {
        return found(LINK, Files.readString(document))
                .filter(target -> !resolves(document, target))
                .toList();
    }

    private static boolean resolves(Path document, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
        return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
    }

    /** The headings of a document as GitHub makes anchors of them. */
    private static Set<String> anchors(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("^#+ +", "").toLowerCase(Locale.ROOT))
                    .map(text -> text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                    .collect(Collectors.toSet());
        } catch (IOException _) {
            return Set.of();
        }
    }

    private List<String> unknown(String text) {
        return Stream.concat(found(BACKTICKS, text), found(PICTURE, text))
                .flatMap(code -> TYPE.matcher(code).results().map(MatchResult::group))
                .filter(name -> !exists(name))
                .toList();
    }

    private boolean exists(String name) {
        String[] parts = name.split("\\.");
        return types.getOrDefault(parts[0], Set.of()).contains(parts[parts.length - 1]);
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }

    private static List<Path> documents() throws IOException {
        return Stream.concat(
                        Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(Path::of),
                        files(DOCS, ".md").stream())
                .toList();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }
}
