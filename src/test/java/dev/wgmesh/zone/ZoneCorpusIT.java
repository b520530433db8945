package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

    private void compareZone(Path file) throws Exception {
        Path out = folder.resolve("out");
        var command = new ArrayList<>(List.of("named-compilezone", "-q", "-s", "full"));
        for (String check : List.of("-k", "-m", "-n", "-M", "-S", "-r", "-T", "-W")) {
            command.addAll(List.of(check, "ignore"));
        }
        command.addAll(List.of("-i", "none", "-o", out.toString(), "example.com"));
        command.add(file.getFileName().toString());
        run(ZoneCorpus.FOLDER, "", command);
        ZoneContents read =
                ZoneText.read(
                                "example.com.zone",
                                _ -> TestZoneFiles.readFile(out.toString()),
                                Optional.empty())
                        .contents();
        String found = ZoneCorpus.described(read, r -> r.record().getTTL());
        if ("write".equals(System.getProperty("golden"))) {
            Files.writeString(ZoneCorpus.expectedFile(file), found);
        }
        assertEquals(ZoneCorpus.expected(file), found);
    }

    @Test
    void bind_reads_the_data_of_records_as_the_table_says() throws Exception {
        var expected = new ArrayList<String>();
        var found = new ArrayList<String>();
        for (String line : RdataCorpusTest.lines()) {
            String[] columns = line.split(" \\| ");
            expected.add(columns[0] + " | " + columns[1]);
            String answer =
                    run(
                            folder,
                            "IN " + columns[0] + "\n",
                            List.of("named-rrchecker", "-u", "-o", "example.com"));
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

    private static String run(Path in, String input, List<String> command)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(in.toFile())
                        .redirectErrorStream(true)
                        .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }
}
