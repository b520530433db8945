package dev.wgmesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A folder with a copy of the launcher: a release, or a checkout if it holds a pom. */
record Installation(Path home) {
    private static final Path SCRIPTS = Path.of("scripts").toAbsolutePath();
    private static final List<String> CHECKOUT =
            List.of(
                    "src/main",
                    "src/build",
                    "scripts",
                    "zones",
                    "examples",
                    "docs",
                    "README.md",
                    "pom.xml");

    /** What a run left behind. */
    record Result(int exit, String out, String err) {}

    /** Copies the launcher into {@code home}. */
    static Installation in(Path home) throws IOException {
        Path scripts = Files.createDirectories(home.resolve("scripts"));
        for (String name : List.of("wg-mesh", "build.sh", "java.sh", "start.sh", "train.sh")) {
            Files.copy(SCRIPTS.resolve(name), scripts.resolve(name));
        }
        return new Installation(home.toRealPath());
    }

    /**
     * Copies this checkout and its jar into {@code home}, without what git and Maven keep there,
     * and without keys. A jar that is older than a source becomes the newest file there, so that it
     * is not built anew; the caches of a newer one are copied too, so that they are not trained
     * anew.
     */
    static Installation checkout(Path home) throws IOException {
        Path here = Path.of("").toAbsolutePath();
        for (String part : CHECKOUT) {
            copy(here.resolve(part), home.resolve(part));
        }
        Path jar = here.resolve("target/wg-mesh.jar");
        var built = new ArrayList<>(List.of(jar, Path.of(jar + ".sha256")));
        boolean newest = isNewest(jar, here);
        if (newest) {
            // another name: one that is just being trained
            caches(jar).stream()
                    .filter(file -> file.toString().endsWith(".aot"))
                    .forEach(built::add);
        }
        FileTime now = FileTime.from(Instant.now());
        for (Path file : built) {
            Path copied = home.resolve(here.relativize(file));
            copy(file, copied);
            if (!newest) {
                Files.setLastModifiedTime(copied, now);
            }
        }
        return new Installation(home.toRealPath());
    }

    /** Returns whether the launcher would not build the jar: no source is newer. */
    private static boolean isNewest(Path jar, Path checkout) throws IOException {
        FileTime built = Files.getLastModifiedTime(jar);
        for (String sources : List.of("src/main", "src/build", "pom.xml")) {
            try (Stream<Path> files = Files.walk(checkout.resolve(sources))) {
                for (Path file : files.toList()) {
                    if (Files.getLastModifiedTime(file).compareTo(built) > 0) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Copies all of it, with the times of its files, into {@code target}. */
    Installation copyTo(Path target) throws IOException {
        copy(home, target);
        return new Installation(target.toRealPath());
    }

    /** Copies files and folders with their times. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            List<Path> all = files.toList();
            for (Path file : all) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.toString().endsWith(".lock")) {
                    Files.createDirectories(target.resolveSibling(""));
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            for (Path folder : all.stream().filter(Files::isDirectory).toList()) {
                Path target = to.resolve(from.relativize(folder).toString());
                Files.setLastModifiedTime(target, Files.getLastModifiedTime(folder));
            }
        }
    }

    Path scripts() {
        return home.resolve("scripts");
    }

    Path launcher() {
        return scripts().resolve("wg-mesh");
    }

    /** The jar of a release. */
    Path releaseJar() {
        return home.resolve("lib/wg-mesh.jar");
    }

    /** The caches beside {@code jar}. */
    static List<Path> caches(Path jar) throws IOException {
        try (Stream<Path> files = Files.list(jar.getParent())) {
            return files.filter(file -> file.toString().contains(".aot")).sorted().toList();
        }
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of(arguments));
        return run(home, Map.of(), command);
    }

    /** Runs {@code command} in {@code folder} on this JVM's Java, within 20 minutes. */
    static Result run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("run", ".out");
        Path err = Files.createTempFile("run", ".err");
        Process process = start(folder, environment, command, out, err);
        try {
            if (!process.waitFor(20, TimeUnit.MINUTES)) {
                throw new AssertionError("still runs after 20 minutes: " + command);
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Starts {@code command} with its output in files. */
    static Process start(
            Path folder, Map<String, String> environment, List<String> command, Path out, Path err)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_STATE_HOME", folder.resolve("target/state").toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs {@code command}, which must succeed, in {@code folder}, and returns what it printed. */
    static String require(Path folder, String... command) throws IOException, InterruptedException {
        Result result = run(folder, Map.of(), List.of(command));
        assertEquals(0, result.exit(), () -> List.of(command) + ": " + result);
        return result.out();
    }

    /** Returns the files and folders below {@code top}, with the sizes and times of files. */
    static String listing(Path folder, Path top) throws IOException, InterruptedException {
        return require(
                folder,
                "find",
                top.toString(),
                "!",
                "-type",
                "d",
                "-printf",
                "%p %s %t\n",
                "-o",
                "-printf",
                "%p\n");
    }
}
