package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.MainProcess;
import dev.wgmesh.testing.dns.EndlessTransfer;
import dev.wgmesh.zone.Question;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that does not fit the heap, read by {@link Main} in a process of its own. */
class BoundsIT {
    private static final int UNREADABLE = 3;

    @TempDir Path folder;

    private void assertTooLarge(String what, String... words)
            throws IOException, InterruptedException {
        CommandOutput output = new MainProcess(folder).jvmOption("-Xmx64m").run(words);
        assertEquals(UNREADABLE, output.exit(), output.err());
        assertTrue(output.err().contains(what), output.err());
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
