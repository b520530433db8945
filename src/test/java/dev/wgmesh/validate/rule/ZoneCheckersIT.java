package dev.wgmesh.validate.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.dns.ExternalTool;
import dev.wgmesh.validate.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules about aliases and delegations report an error exactly where BIND or Knot does not load
 * the zone. Needs {@code named-checkzone} and {@code kzonecheck}.
 */
class ZoneCheckersIT {
    private static final List<String> RULES =
            List.of("D016", "D017", "D024", "D025", "D026", "D027", "D028", "D029", "D030");

    @TestFactory
    Stream<DynamicTest> an_error_is_what_a_server_does_not_load() throws IOException {
        return GoldenZonesTest.zones().stream()
                .filter(path -> RULES.contains(path.getFileName().toString().substring(0, 4)))
                .map(path -> DynamicTest.dynamicTest(path.toString(), () -> check(path)));
    }

    private static void check(Path path) {
        String file = path.toString();
        var bind = ExternalTool.run("", List.of("named-checkzone", "example.com", file));
        var knot = ExternalTool.run("", List.of("kzonecheck", "-o", "example.com", file));
        // Knot also reports what it only warns of
        boolean loaded =
                bind.exit() == 0 && !knot.output().contains("Serious semantic error detected");
        boolean error =
                GoldenZonesTest.read(path).report().findings().stream()
                        .anyMatch(finding -> finding.level() == Level.ERROR);
        assertEquals(loaded, !error, () -> bind.output() + knot.output());
    }
}
