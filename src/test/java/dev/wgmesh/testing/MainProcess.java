package dev.wgmesh.testing;

import dev.wgmesh.Main;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.net.LoadedTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@link Main} in a process of its own: by the jar of the property {@code wgmesh.jar} and the AOT
 * cache that its launcher trained, as users run it; without the property, which Maven sets where
 * the jar is packed, by the class path of the test.
 */
public final class MainProcess {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 100;

    private final Path folder;
    private final List<String> jvmOptions =
            new ArrayList<>(
                    List.of(
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xms16m",
                            "--enable-native-access=ALL-UNNAMED",
                            "-Dpicocli.disable.closures=true"));
    private Optional<Map<String, String>> environment = Optional.empty();
    private Class<?> program = Main.class;

    /** Creates a process whose working directory is the folder. */
    public MainProcess(Path folder) {
        this.folder = folder;
    }

    /** Adds an option of the JVM. */
    public MainProcess jvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /**
     * Runs the {@code main} of a class of the tests, which finds those of the jar before its own;
     * it may use what is in the jar, and other classes of the tests.
     */
    public MainProcess program(Class<?> other) {
        program = other;
        return this;
    }

    /** Sets the whole environment; without it, the process has that of the test. */
    public MainProcess environment(Map<String, String> whole) {
        environment = Optional.of(whole);
        return this;
    }

    /** Returns the command line, which any folder may be the working directory of. */
    public List<String> commandLine(String... words) {
        var line = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        line.addAll(jvmOptions);
        Optional<Path> jar = Optional.ofNullable(System.getProperty("wgmesh.jar")).map(Path::of);
        jar.flatMap(MainProcess::cache)
                .ifPresent(cache -> line.addAll(List.of("-Xlog:disable", "-XX:AOTCache=" + cache)));
        line.addAll(List.of("-cp", classes(jar), program.getName()));
        line.addAll(List.of(words));
        return line;
    }

    /**
     * Returns a class path that begins as that which the cache was trained with. The libraries are
     * in the jar: with theirs, a process takes a sixth more processor time.
     */
    private String classes(Optional<Path> jar) {
        return jar.map(packed ->
                        program == Main.class ? packed.toString() : packed + ":" + origin(program))
                .orElseGet(MainProcess::classPath);
    }

    /** Returns the folder that the class was loaded from. */
    private static Path origin(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    /** Returns the cache of this jar, whose name has the jar's hash; the JVM ignores another's. */
    private static Optional<Path> cache(Path jar) {
        try {
            String hash = Files.readString(Path.of(jar + ".sha256")).split(" ", 2)[0];
            try (Stream<Path> files = Files.list(jar.resolveSibling(""))) {
                return files.filter(
                                file -> {
                                    String name = file.toString();
                                    return name.contains(hash) && name.endsWith("-change.aot");
                                })
                        .findFirst();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(":"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(":"));
    }

    /** Runs the command to its end, with nothing on stdin. */
    public CommandOutput run(String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile("main", ".out");
        Path err = Files.createTempFile("main", ".err");
        var builder =
                new ProcessBuilder(commandLine(words))
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        environment.ifPresent(whole -> {
            builder.environment().clear();
            builder.environment().putAll(whole);
        });
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            var time = LoadedTime.limit(LIMIT);
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (time.isOver()) {
                    throw new AssertionError("still runs: " + String.join(" ", words));
                }
            }
            return new CommandOutput(
                    process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }
}
