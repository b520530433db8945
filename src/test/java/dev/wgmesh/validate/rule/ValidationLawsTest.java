package dev.wgmesh.validate.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.wgmesh.render.FindingsJson;
import dev.wgmesh.render.FindingsText;
import dev.wgmesh.render.TerminalColour;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.ValidationReport;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ValidationLawsTest {
    @Test
    void neither_the_order_of_rules_nor_of_records_matters() throws IOException {
        List<Path> zones = GoldenZonesTest.zones();
        Seeds.check(
                200,
                random -> {
                    Path path = zones.get(random.nextInt(zones.size()));
                    ZoneCase zone = GoldenZonesTest.read(path);
                    var shuffle = Random.from(random);
                    var rules = new ArrayList<>(Rules.all());
                    Collections.shuffle(rules, shuffle);
                    ValidationReport shuffled =
                            Validation.of(
                                    shuffled(zone.snapshot(), shuffle), zone.request(), rules);
                    assertEquals(zone.report().findings(), shuffled.findings(), path.toString());
                    assertEquals(zone.report().unreadable(), shuffled.unreadable());
                });
    }

    private static DnsSnapshot shuffled(DnsSnapshot snapshot, Random random) {
        List<ZoneContents> zones = new ArrayList<>();
        for (ZoneContents zone : snapshot.zones()) {
            List<ZoneRecord> records = new ArrayList<>(zone.records());
            Collections.shuffle(records, random);
            zones.add(
                    new ZoneContents(
                            zone.apex(),
                            zone.source(),
                            records,
                            zone.syntaxErrors(),
                            zone.notes()));
        }
        Collections.shuffle(zones, random);
        return new DnsSnapshot(zones, snapshot.answers(), Optional.of("not given"));
    }

    /** Names, keys and numbers with a character changed, a piece doubled or lost. */
    @Test
    void no_text_makes_a_rule_fail() throws IOException {
        List<Path> zones = GoldenZonesTest.zones();
        Seeds.check(
                300,
                random -> {
                    String text = text(zones.get(random.nextInt(zones.size())));
                    int from = text.indexOf("$ORIGIN");
                    for (int i = 0; i < 1 + random.nextInt(8); i++) {
                        text = damaged(text, from, random);
                    }
                    ValidationReport report = ZoneCase.of("damaged.zone", text).report();
                    assertEquals(
                            report.findings(),
                            ZoneCase.of("damaged.zone", text).report().findings());
                    FindingsText.of(report, TerminalColour.NONE);
                    FindingsJson.of(report);
                });
    }

    private static String damaged(String text, int from, RandomGenerator random) {
        int at = from + random.nextInt(text.length() - from);
        int end = Math.min(text.length(), at + random.nextInt(20));
        String piece = text.substring(at, end);
        String instead =
                switch (random.nextInt(4)) {
                    case 0 -> "";
                    case 1 -> piece + piece;
                    case 2 -> "*._p2p \\000\"()@.".charAt(random.nextInt(15)) + piece;
                    default -> String.valueOf((char) random.nextInt(256));
                };
        String changed = text.substring(0, at) + instead + text.substring(end);
        return changed.contains("; repeat ") && !text.contains("; repeat ") ? text : changed;
    }

    private static String text(Path path) {
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1).replace("; repeat", ";");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void ten_thousand_members_are_judged_in_seconds() {
        int count = 10_000;
        var text =
                new StringBuilder(
                        """
                        ; zone example.com
                        $ORIGIN example.com.
                        $TTL 300
                        @ IN SOA ns1 hostmaster 1 3600 900 604800 60
                        @ IN NS ns1
                        @ IN NS ns2
                        _policy._p2p IN TXT "pool=10.0.0.0/16"
                        """);
        for (int i = 0; i < count; i++) {
            String host = "n" + i;
            // every tenth address and key is another member's too
            int number = (i % 10 == 9 ? i - 1 : i) + 1;
            text.append("_p2p IN TXT \"" + host + ".example.com\"\n");
            text.append("_wireguard." + host + " IN TXT \"" + key(number) + "\"\n");
            text.append("_wireguard." + host + " IN A 10.0.");
            text.append(number / 256 + "." + number % 256 + "\n");
            text.append(host + " IN A 198.51." + number / 256 + "." + number % 256 + "\n");
        }
        ZoneCase zone = ZoneCase.of("example.com.zone", text.toString());
        ValidationReport report = assertTimeoutPreemptively(Duration.ofSeconds(60), zone::report);
        Map<String, Long> counts =
                report.findings().stream()
                        .collect(Collectors.groupingBy(Finding::id, Collectors.counting()));
        assertEquals(count / 10, counts.get("A001"));
        assertEquals(count / 10, counts.get("K007"));
    }

    private static String key(int number) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) number;
        bytes[1] = (byte) (number >> 8);
        bytes[5] = 1;
        return Base64.getEncoder().encodeToString(bytes);
    }
}
