package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SECURITY.md: each row names tests that play its attacker, and they exist. */
class SecurityPageTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT))\\.(\\w+)`");

    private static Map<String, String> testClasses() throws IOException {
        var classes = new HashMap<String, String>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                classes.merge(name, Files.readString(file), String::concat);
            }
        }
        return classes;
    }

    @Test
    void every_test_that_the_page_names_exists() throws IOException {
        Map<String, String> classes = testClasses();
        var missing = new ArrayList<String>();
        List<MatchResult> named =
                TEST.matcher(Files.readString(Path.of("SECURITY.md"))).results().toList();
        for (MatchResult test : named) {
            String text = classes.getOrDefault(test.group(1), "");
            if (!text.contains("void " + test.group(2) + "(")) {
                missing.add(test.group());
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named.size() > 30, "tests named: " + named.size());
    }
}
