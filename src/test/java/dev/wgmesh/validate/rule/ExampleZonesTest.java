package dev.wgmesh.validate.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.validate.ValidationReport;
import dev.wgmesh.validate.ValidationRequest;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.ZoneText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The two example zones: as in zones/, and in their original form. */
class ExampleZonesTest {
    private static final String BRIEF =
            """
            ; zone example.com
            $ORIGIN example.com.
            $TTL 300
            @       IN      SOA     ns1 hostmaster 1 3600 900 604800 60
                    IN      NS      ns1
            ns1     IN      A       198.51.100.53
            _p2p                                IN      TXT     "node-a.example.com"
                                                IN      TXT     "node-b.example.com"
                                                IN      TXT     "node-c.example.net"

            _wireguard.node-a.example.com.      IN      TXT     "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8="
            _wireguard.node-a.example.com.      IN      A       10.0.0.1
                                                IN      A       192.168.1.1

            _wireguard.node-b                   IN      TXT     "meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0="
            _wireguard.node-b                   IN      A       10.0.0.2
                                                IN      A       192.168.1.2
            ; zone example.net
            $ORIGIN example.net.
            $TTL 300
            @       IN      SOA     ns1 hostmaster 1 3600 900 604800 60
                    IN      NS      ns1
            ns1     IN      A       198.51.100.53
            _wireguard.node-c                   IN      TXT     "mEshKpyb8WxRc8OyF9sH5bQVaSBFa1Zk0Red6x704WY="
                                                IN      A       10.0.0.3
                                                IN      A       192.168.1.3
            """;

    private static Set<String> ids(ValidationReport report) {
        assertEquals(
                ValidationReport.Status.CLEAN, report.status(), () -> report.findings().toString());
        return report.findings().stream()
                .map(finding -> finding.level() + " " + finding.id())
                .collect(Collectors.toSet());
    }

    @Test
    void the_zones_of_the_brief_have_no_error() {
        DnsSnapshot snapshot = ZoneCase.of("brief.zone", BRIEF).snapshot();
        assertEquals(
                Set.of(
                        "info D011",
                        "warning D015",
                        "warning K010",
                        "warning P001",
                        "warning R001",
                        "warning R006"),
                ids(Validation.of(snapshot, ValidationRequest.EVERYTHING)));
    }

    @Test
    void the_zones_in_the_folder_have_no_error() {
        var zones =
                List.of("zones/example.com.zone", "zones/example.net.zone").stream()
                        .map(file -> ZoneText.read(file, ExampleZonesTest::text, Optional.empty()))
                        .map(ZoneText::contents)
                        .toList();
        var snapshot = new DnsSnapshot(zones, Map.of(), Optional.of("not in zones/"));
        assertEquals(
                Set.of("info D011", "warning K010"),
                ids(Validation.of(snapshot, ValidationRequest.EVERYTHING)));
    }

    @Test
    void one_of_them_alone_has_no_error_either() {
        for (String file : List.of("zones/example.com.zone", "zones/example.net.zone")) {
            var zone = ZoneText.read(file, ExampleZonesTest::text, Optional.empty()).contents();
            var snapshot = new DnsSnapshot(List.of(zone), Map.of(), Optional.of("not given"));
            assertTrue(
                    Set.of("info D011", "warning K010", "notice M008")
                            .containsAll(
                                    ids(Validation.of(snapshot, ValidationRequest.EVERYTHING))));
        }
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
