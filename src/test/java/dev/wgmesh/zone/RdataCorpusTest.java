package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.TextMutation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xbill.DNS.Record;

/**
 * Data of records as BIND 9.18 reads it, in {@code zone/rdata.txt}: {@code TYPE DATA | HEX}, or
 * {@code refused}; a third column says what wg-mesh does where it differs: {@code text} for a
 * record that it keeps as text. {@code ZoneCorpusIT} compares the second column with BIND.
 */
class RdataCorpusTest {
    static final Path TABLE = Path.of("src/test/resources/zone/rdata.txt");
    private static final TextMutation MUTATION =
            new TextMutation("()\"\\;$@ \t\0\u00ff0129.-_aINTX=,:/+", List.of());
    private static final String TOP = "$TTL 300\n@ SOA ns1 host 1 3600 600 86400 300\n";

    static List<String> lines() throws IOException {
        return Files.readAllLines(TABLE, StandardCharsets.UTF_8);
    }

    @TestFactory
    List<DynamicTest> data_is_read_as_bind_reads_it() throws IOException {
        return lines().stream()
                .map(line -> DynamicTest.dynamicTest(line, () -> check(line)))
                .toList();
    }

    private static void check(String line) {
        String[] columns = line.split(" \\| ");
        ZoneContents zone = TestZoneFiles.read(TOP + "a " + columns[0] + "\n").contents();
        assertEquals(columns[columns.length - 1], found(zone));
    }

    @Test
    void no_data_makes_the_reader_throw_or_a_record_that_cannot_be_written() throws IOException {
        List<String> table = lines();
        Seeds.check(
                10_000,
                random -> {
                    String line = table.get(random.nextInt(table.size())).split(" \\| ")[0];
                    String data = MUTATION.of(line, random);
                    ZoneText zone = TestZoneFiles.read(TOP + "a " + data + "\n");
                    for (ZoneRecord record : zone.contents().records()) {
                        assertFalse(RecordLine.of(record.record()).isEmpty());
                        assertEquals(
                                hex(record.record()),
                                hex(ZoneTtl.withTtl(record.record(), 60)),
                                data);
                    }
                });
    }

    /** The data in hexadecimal; written and read again it is the same. */
    private static String found(ZoneContents zone) {
        if (!zone.syntaxErrors().isEmpty()) {
            return "refused";
        }
        if (!zone.notes().opaque().isEmpty()) {
            return "text";
        }
        Record record = zone.records().getLast().record();
        String line = RecordLine.of(record);
        Record again = RecordLine.parse(line).orElseThrow(() -> new AssertionError(line));
        assertEquals(hex(record), hex(again), line);
        return hex(record);
    }

    private static String hex(Record record) {
        byte[] rdata = ZoneRecord.rdata(record);
        return rdata.length == 0 ? "empty" : HexFormat.of().withUpperCase().formatHex(rdata);
    }
}
