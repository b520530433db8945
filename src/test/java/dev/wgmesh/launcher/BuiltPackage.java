package dev.wgmesh.launcher;

import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The .deb of this checkout, made by {@code scripts/package} where it is older than the jar. */
final class BuiltPackage {
    private static final Path FOLDER = Path.of("target", "package");
    private static final Path JAR = Path.of("target", "wg-mesh.jar");
    private static final Duration LIMIT = Duration.ofMinutes(8);

    private BuiltPackage() {}

    /** Returns the package of the present jar. */
    static Path file() throws IOException {
        Optional<Path> there = newest();
        if (there.isPresent() && isCurrent(there.get())) {
            return there.get();
        }
        run(List.of("scripts/package", "--no-install"));
        return newest().orElseThrow();
    }

    private static boolean isCurrent(Path deb) throws IOException {
        return Files.exists(JAR)
                && Files.getLastModifiedTime(deb).compareTo(Files.getLastModifiedTime(JAR)) > 0;
    }

    private static Optional<Path> newest() throws IOException {
        if (!Files.isDirectory(FOLDER)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()));
        }
    }

    /** Returns the same package with a higher version: its control file is another one. */
    static Path newer(Path deb, Path folder) {
        String script =
                """
                set -e
                mkdir -p "$2/control"
                cd "$2"
                ar x "$1"
                tar -xf control.tar.* -C control
                sed -i '/^Version:/s/$/+newer/' control/control
                rm control.tar.*
                tar --owner=0 --group=0 -czf control.tar.gz -C control .
                ar rc newer.deb debian-binary control.tar.gz data.tar.*
                """;
        run(
                List.of(
                        "bash",
                        "-c",
                        script,
                        "bash",
                        deb.toAbsolutePath().toString(),
                        folder.toString()));
        return folder.resolve("newer.deb");
    }

    private static void run(List<String> words) {
        try (RunningProcess running = RunningProcess.start(words, "")) {
            running.end(LIMIT).requireSuccess();
        }
    }
}
