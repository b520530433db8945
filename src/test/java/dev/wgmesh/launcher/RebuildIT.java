package dev.wgmesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.launcher.Installation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher and the pom of this project around a Main of one line: built, changed, built. */
class RebuildIT {
    @TempDir Path folder;
    private Installation checkout;

    @BeforeEach
    void checkOut() throws IOException {
        checkout = Installation.in(folder.resolve("checkout"));
        Files.copy(Path.of("pom.xml"), checkout.home().resolve("pom.xml"));
        Path build = Files.createDirectories(checkout.home().resolve("src/build"));
        for (String file :
                List.of(
                        "runnable-jar.xml",
                        "DirectCalls.java",
                        "FastStart.java",
                        "OptionHolders.java")) {
            Files.copy(Path.of("src/build", file), build.resolve(file));
        }
        Path maven = Files.createDirectories(checkout.home().resolve(".mvn"));
        Files.copy(Path.of(".mvn/jvm.config"), maven.resolve("jvm.config"));
    }

    @Test
    void after_a_rebuild_the_new_code_runs_and_the_old_cache_is_removed() throws Exception {
        mainPrints("one");
        Result first = checkout.run("keygen");
        assertEquals("one\n", first.out(), first.err());
        List<Path> old = caches();
        assertEquals(1, old.size());
        assertEquals(new Result(0, "one\n", ""), checkout.run("keygen"));

        mainPrints("two");
        Result second = checkout.run("keygen");
        assertEquals("two\n", second.out(), second.err());
        assertEquals(new Result(0, "two\n", ""), checkout.run("keygen"));
        assertEquals(1, caches().size());
        assertNotEquals(old, caches());
    }

    @Test
    void without_a_java_25_it_says_what_to_install() throws Exception {
        List<String> hidden =
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount --bind \"$0\" \"$1\"; unset JAVA_HOME; PATH=/usr/bin:/bin exec \"$2\" keygen",
                        Files.createDirectories(folder.resolve("empty")).toString(),
                        Path.of(System.getProperty("java.home")).toRealPath().toString(),
                        checkout.launcher().toString());
        Result run = Installation.run(folder, Map.of(), hidden);
        assertEquals(126, run.exit());
        assertTrue(
                run.err().startsWith("wg-mesh: no Java 25 in JAVA_HOME, PATH or the usual folders"),
                run.err());
    }

    private List<Path> caches() throws IOException {
        return Installation.caches(checkout.home().resolve("target/wg-mesh.jar"));
    }

    private void mainPrints(String word) throws IOException {
        Path main = checkout.home().resolve("src/main/java/dev/wgmesh/Main.java");
        Files.createDirectories(checkout.home().resolve("src/main/java/dev/wgmesh"));
        Files.writeString(
                main,
                """
                package dev.wgmesh;

                final class Main {
                    private Main() {}

                    public static void main(String[] arguments) {
                        System.out.println("%s");
                    }
                }
                """
                        .formatted(word));
    }
}
