package dev.wgmesh.validate.rule;

import dev.wgmesh.testing.GoldenFile;
import dev.wgmesh.validate.RuleInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/rules.md} is what the rules say; {@code -Dgolden=write} writes the page. */
class RulesPageTest {
    private static final Path PAGE = Path.of("docs/rules.md");

    private static final String HEAD =
            """
            # The rules of `wg-mesh validate`

            ```
            wg-mesh validate example.com                               # every rule, over a zone and its meshes
            wg-mesh validate example.com --rule D011=off               # without one rule
            wg-mesh validate example.com --rule M004=error             # with another level for one rule
            wg-mesh validate example.com --fail-on warning             # exit code 1 from this level on
            wg-mesh validate --explain M003                            # one row of this page
            ```

            A finding has an id, a level, a place, a reason and a fix. An id keeps its meaning for ever, and a retired id is not used again.
            The levels are `error` (something does not work), `warning` (something works now and is likely to fail), `notice` (nothing is
            broken, but perhaps not intended) and `info`.

            This page is generated from the rules: `mvn test -Dtest=RulesPageTest -Dgolden=write`. The test fails where page and rules differ.
            """;

    @Test
    void the_page_says_what_the_rules_say() throws IOException {
        String page =
                HEAD
                        + Rules.groups().stream()
                                .map(RulesPageTest::section)
                                .collect(Collectors.joining());
        GoldenFile.assertText(PAGE, page);
    }

    private static String section(RuleGroup group) {
        return group.rules().stream()
                .map(rule -> row(rule.info()))
                .collect(
                        Collectors.joining(
                                "",
                                "\n## "
                                        + group.subject()
                                        + "\n\n| id | level | finds | why | reference |\n"
                                        + "|---|---|---|---|---|\n",
                                ""));
    }

    private static String row(RuleInfo rule) {
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        rule.id(),
                        rule.level(),
                        cell(rule.title()),
                        cell(rule.rationale()),
                        cell(rule.reference())
                                .replace("docs/records.md", "[records.md](records.md)")
                                .replace("README.md", "[README.md](../README.md)"));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
