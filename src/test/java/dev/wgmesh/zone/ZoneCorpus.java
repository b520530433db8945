package dev.wgmesh.zone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.xbill.DNS.Type;

/** The zone files of {@code zone/corpus}, and what a zone holds as text to compare. */
final class ZoneCorpus {
    static final Path FOLDER = Path.of("src/test/resources/zone/corpus");

    private ZoneCorpus() {}

    static List<Path> zones() throws IOException {
        try (var entries = Files.list(FOLDER)) {
            return entries.filter(path -> path.toString().endsWith(".zone")).sorted().toList();
        }
    }

    /** The zone of a file of the corpus, all of them of example.com. */
    static ZoneText read(Path file) {
        return ZoneText.read(
                file.toString(),
                TestZoneFiles::readFile,
                Optional.of(Question.name("example.com")));
    }

    /** Owner, TTL, type and data in hexadecimal of each record, sorted. */
    static String described(ZoneContents zone, ToLongFunction<ZoneRecord> ttl) {
        return zone.records().stream()
                .map(record ->
                        "%s %d %s %s\n"
                                .formatted(
                                        record.owner(),
                                        ttl.applyAsLong(record),
                                        Type.string(record.record().getType()),
                                        hex(record)))
                .sorted()
                .distinct()
                .reduce("", String::concat);
    }

    private static String hex(ZoneRecord record) {
        return HexFormat.of().formatHex(ZoneRecord.rdata(record.record()));
    }

    /** The expected text of a zone of the corpus. */
    static String expected(Path zone) throws IOException {
        return Files.readString(expectedFile(zone), StandardCharsets.UTF_8);
    }

    static Path expectedFile(Path zone) {
        String name = zone.getFileName().toString();
        return FOLDER.resolve(name.substring(0, name.length() - ".zone".length()) + ".expected");
    }
}
