package dev.wgmesh.launcher;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.launcher.Installation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of a checkout, with an mvn that copies a jar made before and counts its calls. */
class LauncherBuildTest {
    @TempDir Path folder;
    private Installation checkout;
    private Path source;

    @BeforeEach
    void checkOut() throws IOException {
        checkout = Installation.in(folder.resolve("checkout"));
        source = checkout.home().resolve("src/main/java/Small.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "");
        Files.createDirectories(checkout.home().resolve("src/build"));
        Files.writeString(checkout.home().resolve("pom.xml"), "");
        SmallProgram.printing("built").packInto(folder.resolve("made-before.jar"));
        mvn("sleep 1; cp ../made-before.jar target/wg-mesh.jar");
    }

    @Test
    void a_missing_jar_is_built_with_a_word_on_stderr() throws Exception {
        assertEquals(
                new Result(
                        0,
                        "built\n",
                        "wg-mesh: building "
                                + checkout.home().resolve("target/wg-mesh.jar")
                                + ", which takes about a minute\n"),
                run());
        assertEquals(new Result(0, "built\n", ""), run());
        assertEquals(1, builds());
    }

    @Test
    void a_jar_older_than_a_source_is_built_again() throws Exception {
        run();
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        run();
        assertEquals(2, builds());
    }

    @Test
    void a_jar_older_than_a_deletion_is_built_again() throws Exception {
        run();
        Files.delete(source);
        run();
        assertEquals(2, builds());
    }

    @Test
    void two_that_start_at_once_build_once() throws Exception {
        try (var both = Executors.newFixedThreadPool(2)) {
            Future<Result> first = both.submit(this::run);
            Future<Result> second = both.submit(this::run);
            assertEquals("built\n", first.get().out());
            assertEquals("built\n", second.get().out());
        }
        assertEquals(1, builds());
    }

    @Test
    void a_failed_build_shows_its_errors_and_names_its_log() throws Exception {
        mvn("echo '[INFO] much'; echo '[ERROR] Small.java:[3,1] not a statement'; exit 1");
        Result run = run();
        assertEquals(126, run.exit());
        assertEquals("", run.out());
        Path log = checkout.home().resolve("target/build.log");
        assertTrue(
                run.err()
                        .endsWith(
                                "[ERROR] Small.java:[3,1] not a statement\n"
                                        + "wg-mesh: the build failed; see "
                                        + log
                                        + "\n"),
                run.err());
        assertTrue(Files.readString(log).startsWith("[INFO] much\n"));
    }

    @Test
    void without_maven_it_says_what_to_install() throws Exception {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("sh", "find", "mkdir", "flock")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin").resolve(tool));
        }
        Result run = runWith(tools.toString());
        assertEquals(126, run.exit());
        assertEquals(
                "wg-mesh: Maven is not installed. fix: install Maven 3.8.7 or newer:"
                        + " apt-get install maven\n",
                run.err());
    }

    private void mvn(String lines) throws IOException {
        Path mvn = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
        Files.writeString(mvn, "#!/bin/sh\necho \"$JAVA_HOME\" >>../builds\n" + lines + "\n");
        Files.setPosixFilePermissions(mvn, fromString("rwxr-xr-x"));
    }

    private Result run() throws IOException, InterruptedException {
        return runWith(folder.resolve("bin") + ":/usr/bin:/bin");
    }

    private Result runWith(String path) throws IOException, InterruptedException {
        return Installation.run(
                folder,
                Map.of("PATH", path),
                List.of("/bin/sh", checkout.launcher().toString(), "keygen"));
    }

    private int builds() throws IOException {
        return Files.readAllLines(folder.resolve("builds")).size();
    }
}
