package dev.wgmesh.zone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Type;

/** The zone files of {@code zone/corpus}, and what a zone holds as text to compare. */
final class ZoneCorpus {
    static final Path FOLDER = Path.of("src/test/resources/zone/corpus");

    private ZoneCorpus() {}

    static List<Path> zones() throws IOException {
        return TestZoneFiles.in(FOLDER);
    }

    /** The zone of a file of the corpus, all of them of example.com. */
    static ZoneText read(Path file) {
        return ZoneText.read(
                file.toString(),
                TestZoneFiles::readFile,
                Optional.of(Question.name("example.com")));
    }

    /** Owner, TTL, type and data in hexadecimal of each record, sorted. */
    static String described(ZoneContents zone) {
        return zone.records().stream()
                .map(record ->
                        "%s %d %s %s\n"
                                .formatted(
                                        record.owner(),
                                        record.record().getTTL(),
                                        Type.string(record.record().getType()),
                                        hex(record)))
                .sorted()
                .distinct()
                .reduce("", String::concat);
    }

    private static String hex(ZoneRecord record) {
        return HexFormat.of().formatHex(ZoneRecord.rdata(record.record()));
    }

    /** The file with the expected text of a zone of the corpus. */
    static Path expectedFile(Path zone) {
        String name = zone.getFileName().toString();
        return FOLDER.resolve(
                name.substring(0, name.length() - ZoneText.ENDING.length()) + ".expected");
    }
}
