package dev.wgmesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step of the build: src/build/DirectCalls.java. */
class DirectCallsTest {
    /** A value of each kind that a component of a record can have. */
    record Values(
            boolean flag,
            byte octet,
            short number,
            char letter,
            int count,
            long size,
            float share,
            double exact,
            String text,
            Optional<List<String>> names) {}

    /** No component. */
    record Nothing() {}

    /** A choice. */
    sealed interface Shape<T> {
        /** A case with a pattern inside. */
        record Circle<T>(T radius) implements Shape<T> {}

        /** A case with two. */
        record Square<T>(T width, T height) implements Shape<T> {}

        /** Returns what a switch with guards and patterns in patterns says. */
        default String describe() {
            return switch (this) {
                case Circle<T>(Integer radius) when radius > 3 -> "big circle";
                case Circle<T>(Integer radius) -> "circle " + radius;
                case Circle<T>(_) -> "circle";
                case Square<T>(String _, _) -> "words";
                case Square<T> other -> other.toString();
            };
        }
    }

    /** The calls that are replaced, and what they return. */
    public static final class Examples {
        private Examples() {}

        private static Values values(int seed, String text) {
            return new Values(
                    seed % 2 == 0,
                    (byte) -seed,
                    (short) seed,
                    (char) ('a' + seed),
                    seed,
                    seed * 1L << 40,
                    seed == 3 ? Float.NaN : -0.0f,
                    seed / 3.0,
                    text,
                    Optional.of(List.of(text)));
        }

        /** Returns what the calls return, as text. */
        public static String results() {
            var all = new ArrayList<Object>();
            for (int seed = 0; seed < 4; seed++) {
                all.add(values(seed, "x"));
                all.add(values(seed, "y" + seed));
            }
            all.add(new Nothing());
            all.add(new Shape.Circle<>(4));
            all.add(new Shape.Circle<>(2));
            all.add(new Shape.Circle<>(2L));
            all.add(new Shape.Square<>("1", "2"));
            all.add(new Shape.Square<>(1, 2));
            var text = new StringBuilder();
            for (Object one : all) {
                text.append(one).append(' ').append(one.hashCode());
                if (one instanceof Shape<?> shape) {
                    text.append(' ').append(shape.describe());
                }
                text.append('\n');
                all.forEach(other -> text.append(one.equals(other) ? '=' : '.'));
                text.append(one.equals(values(3, "x")) ? " third\n" : "\n");
            }
            return text.toString();
        }
    }

    @Test
    void classes_do_the_same_without_the_calls_that_no_cache_keeps(@TempDir Path folder)
            throws Exception {
        Path tool = Files.createDirectory(folder.resolve("tool"));
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-d",
                                tool.toString(),
                                "src/build/DirectCalls.java"));
        Path classes = copyOwnClasses(folder.resolve("classes"));
        assertTrue(bootstraps(classes).contains("typeSwitch"));
        assertTrue(bootstraps(classes).contains("bootstrap"));
        for (int run = 0; run < 2; run++) {
            try (var loader = new URLClassLoader(new URL[] {tool.toUri().toURL()})) {
                loader.loadClass("DirectCalls")
                        .getMethod("rewriteAll", Path.class)
                        .invoke(null, classes);
            }
        }
        assertEquals("[makeConcatWithConstants, metafactory]", bootstraps(classes).toString());
        var urls = new URL[] {classes.toUri().toURL()};
        try (var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            assertEquals(
                    Examples.results(),
                    loader.loadClass(Examples.class.getName()).getMethod("results").invoke(null));
        }
    }

    /** Copies the classes above, without the test itself. */
    private static Path copyOwnClasses(Path folder) throws Exception {
        String own = DirectCallsTest.class.getName().replace('.', '/');
        Path compiled =
                Path.of(
                        DirectCallsTest.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        Path target = Files.createDirectories(folder.resolve(own).getParent());
        try (Stream<Path> files = Files.list(compiled.resolve(own).getParent())) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith("DirectCallsTest$")) {
                    Files.copy(file, target.resolve(file.getFileName()));
                }
            }
        }
        return folder;
    }

    /** Returns the names of the bootstrap methods in the classes of a folder. */
    private static TreeSet<String> bootstraps(Path folder) throws Exception {
        var names = new TreeSet<String>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                ClassFile.of().parse(file).methods().stream()
                        .flatMap(method -> method.code().stream())
                        .flatMap(CodeModel::elementStream)
                        .filter(InvokeDynamicInstruction.class::isInstance)
                        .map(InvokeDynamicInstruction.class::cast)
                        .forEach(call -> names.add(call.bootstrapMethod().methodName()));
            }
        }
        return names;
    }
}
