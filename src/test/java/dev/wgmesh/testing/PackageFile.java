package dev.wgmesh.testing;

import dev.wgmesh.testing.net.FinishedProcess;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * The packages of this checkout, made by scripts/package where they are not those of the jar, the
 * scripts and the documents that are there: once for all tests, whichever needs them first.
 */
public final class PackageFile {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final Path FOLDER = Path.of("target/package-of-tests").toAbsolutePath();

    private final List<Path> files;

    private PackageFile(List<Path> files) {
        this.files = files;
    }

    /** Returns the packages, of a build that took place before if nothing has changed. */
    public static PackageFile made() {
        try {
            Files.createDirectories(FOLDER);
            Path lock = FOLDER.resolve("lock");
            try (var file =
                            FileChannel.open(
                                    lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = file.lock()) {
                return new PackageFile(makeIfChanged());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> makeIfChanged() throws IOException {
        Path list = FOLDER.resolve("files");
        if (Files.exists(list) && !isChangedSince(list)) {
            return Files.readAllLines(list).stream().map(Path::of).toList();
        }
        var command = List.of("scripts/package", "--no-install", "--output", FOLDER.toString());
        try (RunningProcess made = RunningProcess.start(command, "")) {
            Files.writeString(list, made.end(LIMIT).requireSuccess());
        }
        List<Path> files = Files.readAllLines(list).stream().map(Path::of).toList();
        removeOlder(files);
        return files;
    }

    /** The name of a package has its version: without this each build would leave its own. */
    private static void removeOlder(List<Path> kept) throws IOException {
        try (DirectoryStream<Path> packages = Files.newDirectoryStream(FOLDER, "wg-mesh*")) {
            for (Path file : packages) {
                if (!kept.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isChangedSince(Path list) throws IOException {
        var find =
                List.of(
                        "find",
                        "target/wg-mesh.jar",
                        "pom.xml",
                        "README.md",
                        "docs",
                        "examples",
                        "scripts",
                        "zones",
                        "src/build",
                        "src/main",
                        "-newer",
                        list.toString(),
                        "-print",
                        "-quit");
        try (RunningProcess found = RunningProcess.start(find, "")) {
            FinishedProcess end = found.end(LIMIT);
            return end.exit() != 0 || !end.out().isEmpty();
        }
    }

    /** Returns the .deb. */
    public Path deb() {
        return named(".deb");
    }

    /** Returns the .tar.gz. */
    public Path tarball() {
        return named(".tar.gz");
    }

    /** Returns the bill of materials. */
    public Path bom() {
        return named(".cdx.json");
    }

    /** Returns SHA256SUMS. */
    public Path sums() {
        return named("SHA256SUMS");
    }

    private Path named(String end) {
        return files.stream()
                .filter(file -> file.toString().endsWith(end))
                .findFirst()
                .orElseThrow();
    }
}
