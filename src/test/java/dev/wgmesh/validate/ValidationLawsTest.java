package dev.wgmesh.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.wgmesh.testing.Seeds;
import dev.wgmesh.zone.Snapshot;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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
                    Report shuffled =
                            Validation.of(
                                    shuffled(zone.snapshot(), shuffle), zone.request(), rules);
                    assertEquals(zone.report().findings(), shuffled.findings(), path.toString());
                    assertEquals(zone.report().unreadable(), shuffled.unreadable());
                });
    }

    private static Snapshot shuffled(Snapshot snapshot, Random random) {
        List<ZoneContents> zones = new ArrayList<>();
        for (ZoneContents zone : snapshot.zones()) {
            List<ZoneRecord> records = new ArrayList<>(zone.records());
            Collections.shuffle(records, random);
            zones.add(new ZoneContents(zone.apex(), zone.source(), records, zone.findings()));
        }
        Collections.shuffle(zones, random);
        return new Snapshot(zones, snapshot.answers(), Optional.of("not given"));
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
        Report report = assertTimeoutPreemptively(Duration.ofSeconds(20), zone::report);
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
        return java.util.Base64.getEncoder().encodeToString(bytes);
    }
}
