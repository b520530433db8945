package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.wgmesh.cli.CommandTree;
import dev.wgmesh.cli.ShellState;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every option of every command is read by the command that takes it, and tried by a test. */
class OptionsTest {
    /** The mixin of every command, read before the command runs. */
    private static final String COMMON = "dev.wgmesh.cli.CommonOptions";

    /** A string literal, or the lines of a text block one by one. */
    private static final Pattern LITERAL = Pattern.compile("\"((?:\\\\.|[^\"\\\\])*+)\"");

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.wgmesh.command", "dev.wgmesh.cli", "dev.wgmesh.shell");

    private static Map<String, CommandSpec> commands() {
        var commands = new TreeMap<String, CommandSpec>();
        CommandTree.full(CommandLineTest.COMMANDS, new ShellState())
                .getSubcommands()
                .forEach((name, line) -> commands.put(name, line.getCommandSpec()));
        return commands;
    }

    @Test
    void every_option_is_read_by_its_command() {
        var unread = new ArrayList<String>();
        commands()
                .forEach((name, spec) -> {
                    Set<String> read = fieldsRead(spec.userObject().getClass().getName());
                    for (OptionSpec option : spec.options()) {
                        if (!option.usageHelp() && !read.contains(fieldOf(option))) {
                            unread.add(name + " " + option.longestName());
                        }
                    }
                });
        assertEquals(List.of(), unread);
    }

    @Test
    void every_option_is_tried_by_a_test() throws IOException {
        Map<String, Set<String>> tried = tried();
        var untried = new ArrayList<String>();
        commands()
                .forEach((name, spec) -> {
                    for (OptionSpec option : spec.options()) {
                        boolean common = fieldOf(option).startsWith(COMMON + ".");
                        Set<String> words = tried.getOrDefault(common ? "" : name, Set.of());
                        if (Stream.of(option.names()).noneMatch(words::contains)) {
                            untried.add(name + " " + option.longestName());
                        }
                    }
                });
        assertEquals(List.of(), untried);
    }

    private static String fieldOf(OptionSpec option) {
        Field field = (Field) option.userObject();
        return field.getDeclaringClass().getName() + "." + field.getName();
    }

    /** Returns the fields that the command's code gets, and the code that it calls. */
    private static Set<String> fieldsRead(String command) {
        var read = new HashSet<String>();
        var seen = new HashSet<JavaCodeUnit>();
        var open = new ArrayDeque<JavaCodeUnit>();
        CLASSES.get(command).getMethods().stream()
                .filter(method -> method.getName().equals("run"))
                .forEach(open::add);
        CLASSES.get(COMMON).getMethods().forEach(open::add);
        while (!open.isEmpty()) {
            JavaCodeUnit code = open.remove();
            if (!seen.add(code)) {
                continue;
            }
            for (JavaFieldAccess access : code.getFieldAccesses()) {
                if (access.getAccessType() != JavaFieldAccess.AccessType.SET) {
                    read.add(access.getTarget().getFullName());
                }
            }
            Stream.<JavaAccess<?>>concat(
                            code.getCallsFromSelf().stream(),
                            code.getCodeUnitReferencesFromSelf().stream())
                    .map(access -> access.getTarget().resolveMember())
                    .flatMap(member -> member.stream())
                    .filter(JavaCodeUnit.class::isInstance)
                    .map(JavaCodeUnit.class::cast)
                    .forEach(open::add);
        }
        return read;
    }

    /** Returns the words that tests give each command; under "": those of all commands. */
    private static Map<String, Set<String>> tried() throws IOException {
        var tried = new HashMap<String, Set<String>>();
        for (String call : CommandLineTest.calls("calls.txt")) {
            List<String> words = words(call);
            add(tried, words.getFirst(), words);
        }
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                for (String statement : Files.readString(file).split(";\\R")) {
                    var words = new ArrayList<String>();
                    var called = new HashSet<String>();
                    LITERAL.matcher(statement)
                            .results()
                            .map(literal -> words(literal.group(1)))
                            .filter(list -> !list.isEmpty())
                            .forEach(list -> {
                                called.add(list.getFirst());
                                words.addAll(list);
                            });
                    called.forEach(command -> add(tried, command, words));
                }
            }
        }
        return tried;
    }

    private static List<String> words(String text) {
        return Stream.of(text.replaceFirst("^wg-mesh ", "").split("[ =]|\\\\n"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static void add(Map<String, Set<String>> tried, String command, List<String> words) {
        tried.computeIfAbsent(command, _ -> new HashSet<>()).addAll(words);
        tried.computeIfAbsent("", _ -> new HashSet<>()).addAll(words);
    }
}
