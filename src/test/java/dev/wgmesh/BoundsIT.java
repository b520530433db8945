package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.dns.EndlessTransfer;
import dev.wgmesh.zone.Question;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that does not fit the heap, read by {@link Main} in a process of its own. */
@Timeout(120)
class BoundsIT {
    private static final int UNREADABLE = 3;

    @TempDir Path folder;

    private void assertTooLarge(String what, String... words)
            throws IOException, InterruptedException {
        Path err = folder.resolve("err");
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                absolute(System.getProperty("java.class.path")),
                                Main.class.getName()));
        command.addAll(List.of(words));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(folder.resolve("out").toFile())
                        .redirectError(err.toFile())
                        .start();
        process.getOutputStream().close();
        int exit = process.waitFor();
        String text = Files.readString(err);
        assertEquals(UNREADABLE, exit, text);
        assertTrue(text.contains(what), text);
    }

    private static String absolute(String classPath) {
        return List.of(classPath.split(":")).stream()
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(":"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "validate"})
    void a_transfer_without_end(String command) throws IOException, InterruptedException {
        try (var server = EndlessTransfer.flood(Question.name("example.com"))) {
            InetSocketAddress at = server.address();
            assertTooLarge(
                    "MiB of memory that wg-mesh may use",
                    command,
                    "_p2p.example.com",
                    "--axfr",
                    "127.0.0.1:" + at.getPort());
        }
    }

    @Test
    void a_zone_of_many_records() throws IOException, InterruptedException {
        write(300_000, "");
        assertTooLarge("MiB of memory that wg-mesh may use", "validate", "example.com.zone");
    }

    @Test
    void a_large_zone_file() throws IOException, InterruptedException {
        write(1_000, " ; " + "x".repeat(60_000));
        assertTooLarge("example.com.zone: is larger than ", "validate", "example.com.zone");
    }

    private void write(int records, String comment) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("example.com.zone"))) {
            out.write("@ 60 SOA ns hostmaster 1 60 60 60 60\n@ 60 NS ns\n");
            for (int i = 0; i < records; i++) {
                out.write(" A 10.0.0.1" + comment + "\n");
            }
        }
    }
}
