package dev.wgmesh.zone;

import dev.wgmesh.limits.HeapLimit;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.GeneratedZone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Zone files in memory. */
final class TestZoneFiles {
    private TestZoneFiles() {}

    /** The zone of texts by path, read from {@code example.com.zone}. */
    static ZoneText read(Map<String, String> texts) {
        return read(texts, ZoneSegments.OCTETS);
    }

    /** The same, in segments of about so many octets. */
    static ZoneText read(Map<String, String> texts, int segment) {
        return ZoneText.read(
                GeneratedZone.FILE,
                file ->
                        Optional.ofNullable(texts.get(file))
                                .orElseThrow(() -> Failure.unreadable(file, "does not exist", "")),
                Optional.empty(),
                HeapLimit.ofProcess(),
                segment);
    }

    static ZoneText read(String text) {
        return read(Map.of(GeneratedZone.FILE, text));
    }

    /** The zone files of a folder, sorted. */
    static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.toString().endsWith(ZoneText.ENDING))
                    .sorted()
                    .toList();
        }
    }

    static String readFile(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
