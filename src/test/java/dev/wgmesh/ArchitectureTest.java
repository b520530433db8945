package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The layers of docs/architecture.md; each rule is also tried on a tree that breaks it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
    private static final Path SOURCES = Path.of("src/main/java");

    private final JavaClasses classes =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.wgmesh");

    private final JavaClasses wrongHouse =
            new ClassFileImporter().importPackages("dev.wgmesh.wrong");

    @TestFactory
    Stream<DynamicTest> the_house_keeps() {
        return rules(new ArchitectureRules("dev.wgmesh")).entrySet().stream()
                .map(rule -> dynamicTest(rule.getKey(), () -> rule.getValue().check(classes)));
    }

    @TestFactory
    Stream<DynamicTest> a_house_built_wrong_breaks() {
        return rules(new ArchitectureRules("dev.wgmesh.wrong")).entrySet().stream()
                .map(rule ->
                        dynamicTest(
                                rule.getKey(),
                                () ->
                                        assertTrue(
                                                rule.getValue()
                                                        .evaluate(wrongHouse)
                                                        .hasViolation())));
    }

    @Test
    void arrows_to_the_left_and_to_the_side_are_both_found() {
        String report =
                new ArchitectureRules("dev.wgmesh.wrong")
                        .arrows_point_to_the_right()
                        .evaluate(wrongHouse)
                        .getFailureReport()
                        .toString();
        assertTrue(report.contains("problem.UsesHigherLayer"), report);
        assertTrue(report.contains("render.UsesDevice"), report);
    }

    @Test
    void every_package_is_null_marked() {
        classes.forEach(type ->
                assertTrue(
                        type.getPackage().isAnnotatedWith(NullMarked.class),
                        type.getPackageName()));
    }

    @Test
    void every_package_has_its_one_sentence() throws IOException {
        for (Path folder : packages()) {
            Path info = folder.resolve("package-info.java");
            assertTrue(Files.exists(info), info + " is missing");
            assertEquals(1, sentences(Files.readString(info)), info + " has not one sentence");
        }
    }

    private static Map<String, ArchRule> rules(ArchitectureRules architecture) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("arrows point to the right", architecture.arrows_point_to_the_right());
        rules.put(
                "providers do not know each other",
                architecture.providers_do_not_know_each_other());
        for (String outer : List.of("provider", "validate")) {
            rules.put(
                    outer + " does not use its inner packages",
                    architecture.does_not_use_its_inner_packages(outer));
        }
        rules.put("every class has a room", architecture.every_class_has_a_room());
        rules.put("the core does no I/O", architecture.the_core_does_no_io());
        rules.put(
                "the core looks up no name and throws no dice",
                architecture.the_core_looks_up_no_name_and_throws_no_dice());
        rules.put("JSON stays out of the core", architecture.json_stays_out_of_the_core());
        rules.put("only Main touches System", architecture.only_main_touches_system());
        rules.put("only Main asks the clock", architecture.only_main_asks_the_clock());
        rules.put("there is no static mutable state", architecture.static_state_is_immutable());
        rules.put("names say what a thing is", architecture.names_say_what_a_thing_is());
        rooms().forEach((library, rooms) ->
                rules.put(
                        library + " stays in " + List.of(rooms),
                        architecture.library_stays_in(library, rooms)));
        return rules;
    }

    /** Each library that has rooms of its own, and which; no room: nobody uses it. */
    private static Map<String, String[]> rooms() {
        Map<String, String[]> rooms = new LinkedHashMap<>();
        rooms.put("org.bouncycastle.", new String[] {"keys"});
        rooms.put("picocli.", new String[] {"command", "cli", "shell"});
        rooms.put("org.jline.", new String[] {"shell"});
        rooms.put("tools.jackson.", new String[] {"json", "render", "config", "device"});
        // Documents are made in one package; a device reads those of ip.
        rooms.put("tools.jackson.databind.node.", new String[] {"json", "render"});
        // A mapper loads 400 classes, which a node that waits would keep in memory.
        rooms.put("tools.jackson.databind.ObjectMapper", new String[] {});
        rooms.put("tools.jackson.databind.json.", new String[] {});
        rooms.put("tools.jackson.dataformat.toml.TomlMapper", new String[] {});
        rooms.put("tools.jackson.dataformat.toml.", new String[] {"config"});
        rooms.put("software.amazon.awssdk.", new String[] {"provider.route53"});
        rooms.put("java.lang.Process*", new String[] {"process"});
        String[] network = {"dns", "provider", "serve"};
        rooms.put("org.xbill.DNS.Resolver", network);
        rooms.put("org.xbill.DNS.SimpleResolver", network);
        rooms.put("org.xbill.DNS.lookup.", network);
        rooms.put("org.xbill.DNS.ZoneTransfer*", network);
        rooms.put("org.xbill.DNS.Lookup", network);
        rooms.put("org.xbill.DNS.Zone", new String[] {});
        return rooms;
    }

    private static List<Path> packages() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private static long sentences(String source) {
        String comment =
                source.substring(0, source.indexOf("*/")).replaceAll("\\s+(\\* ?)?|^/\\*\\*", " ");
        return Pattern.compile("[.!?](?= |$)").matcher(comment.strip()).results().count();
    }
}
