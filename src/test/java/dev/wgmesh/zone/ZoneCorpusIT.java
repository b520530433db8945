package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.GoldenFile;
import dev.wgmesh.testing.dns.ExternalTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the corpus with BIND; needs its named-compilezone and named-rrchecker. With {@code
 * -Dgolden=write} the expected texts of the zones are written from BIND's reading.
 */
class ZoneCorpusIT {
    @TempDir Path folder;

    @TestFactory
    List<DynamicTest> bind_reads_what_is_expected() throws IOException {
        return ZoneCorpus.zones().stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                file.getFileName().toString(), () -> compareZone(file)))
                .toList();
    }

    private void compareZone(Path file) throws IOException {
        Path out = folder.resolve("out");
        var command = new ArrayList<>(List.of("named-compilezone", "-q", "-s", "full"));
        for (String check : List.of("-k", "-m", "-n", "-M", "-S", "-r", "-T", "-W")) {
            command.addAll(List.of(check, "ignore"));
        }
        command.addAll(List.of("-i", "none", "-o", out.toString(), "example.com"));
        command.add(file.getFileName().toString());
        ExternalTool.Ended ended = ExternalTool.run(ZoneCorpus.FOLDER, "", command);
        assertEquals(0, ended.exit(), ended.output());
        ZoneContents read =
                ZoneText.read(
                                "example.com.zone",
                                _ -> TestZoneFiles.readFile(out.toString()),
                                Optional.empty())
                        .contents();
        GoldenFile.assertText(ZoneCorpus.expectedFile(file), ZoneCorpus.described(read));
    }

    @Test
    void bind_reads_the_data_of_records_as_the_table_says() throws IOException {
        var expected = new ArrayList<String>();
        var found = new ArrayList<String>();
        for (String line : RdataCorpusTest.lines()) {
            String[] columns = line.split(" \\| ");
            expected.add(columns[0] + " | " + columns[1]);
            String answer =
                    ExternalTool.run(
                                    "IN " + columns[0] + "\n",
                                    List.of("named-rrchecker", "-u", "-o", "example.com"))
                            .output();
            found.add(columns[0] + " | " + rdata(answer));
        }
        assertEquals(String.join("\n", expected), String.join("\n", found));
    }

    /** The data in the form of RFC 3597 as hexadecimal digits. */
    private static String rdata(String answer) {
        int at = answer.indexOf("\\# ");
        if (!answer.startsWith("CLASS1") || at < 0) {
            return "refused";
        }
        String[] words = answer.substring(at).strip().split(" +");
        String digits = Stream.of(words).skip(2).reduce("", String::concat);
        return digits.isEmpty() ? "empty" : digits;
    }
}
