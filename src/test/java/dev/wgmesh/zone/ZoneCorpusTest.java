package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code ZoneCorpusIT} compares the same expected texts with what BIND reads. */
class ZoneCorpusTest {
    @TestFactory
    List<DynamicTest> a_zone_file_says_what_bind_reads_in_it() throws IOException {
        return ZoneCorpus.zones().stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                file.getFileName().toString(),
                                () -> {
                                    ZoneContents zone = ZoneCorpus.read(file).contents();
                                    assertEquals(List.of(), zone.syntaxErrors());
                                    assertEquals(
                                            Files.readString(ZoneCorpus.expectedFile(file)),
                                            ZoneCorpus.described(zone));
                                }))
                .toList();
    }
}
