package dev.wgmesh.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with the expected text of a test; {@code -Dgolden=write} writes it anew. */
public final class GoldenFile {
    private GoldenFile() {}

    /** Fails unless the file has that text. */
    public static void assertText(Path file, String actual) throws IOException {
        if ("write".equals(System.getProperty("golden"))) {
            Files.writeString(file, actual);
        }
        assertEquals(Files.readString(file), actual);
    }
}
