package dev.wgmesh.provider.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.process.Programs;
import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.dns.ExternalTool;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.ValidationRequest;
import dev.wgmesh.validate.rule.Validation;
import dev.wgmesh.zone.DnsSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs BIND's dnssec-keygen, dnssec-signzone and dnssec-verify. */
class SignedZoneFileIT {
    private static final List<String> CHANGE =
            List.of("_revision._p2p 300 TXT \"2\"", "_wireguard.n2 300 A 10.0.0.2");

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("example.com.zone");
    }

    private List<String> signing(String... chain) {
        return Stream.of(
                        List.of("dnssec-signzone", "-q", "-S", "-K", folder.toString()),
                        List.of(chain),
                        List.of("-d", folder.toString(), "-o", "example.com"),
                        List.of("-f", file().toString(), file().toString()))
                .flatMap(List::stream)
                .toList();
    }

    private void sign(String... chain) throws Exception {
        Files.writeString(
                file(),
                """
                $TTL 300
                @ SOA ns1 hostmaster 7 3600 900 604800 300
                @ NS ns1
                @ NS ns2
                ns1 A 192.0.2.53
                ns2 A 192.0.2.54
                eu NS ns.eu
                ns.eu A 192.0.2.55
                us DNAME example.org.
                _p2p TXT "n1.example.com"
                _policy._p2p TXT "pool=10.0.0.0/24"
                _revision._p2p TXT "1"
                _wireguard.n1 TXT "LbA6at8gbXLLG51BQ8SbCSrfixxAo8CbdHd6zolihzw="
                _wireguard.n1 A 10.0.0.1
                """);
        String keys = folder.toString();
        ExternalTool.output(
                "dnssec-keygen", "-q", "-K", keys, "-a", "ECDSAP256SHA256", "example.com");
        ExternalTool.output(
                "dnssec-keygen",
                "-q",
                "-K",
                keys,
                "-a",
                "ECDSAP256SHA256",
                "-f",
                "KSK",
                "example.com");
        ExternalTool.output(signing(chain).toArray(String[]::new));
    }

    private ZoneProvider place(List<ZoneFileCommand> commands) {
        return ZoneFileProvider.open(file(), Optional.empty(), InstantSource.system(), commands);
    }

    private int verified() {
        return ExternalTool.run(
                        "", List.of("dnssec-verify", "-q", "-o", "example.com", file().toString()))
                .exit();
    }

    private List<String> findings() {
        var zone = place(List.of()).read(List.of()).zone();
        return Validation.of(
                        new DnsSnapshot(List.of(zone), Map.of(), Optional.of("not given")),
                        ValidationRequest.EVERYTHING)
                .findings()
                .stream()
                .filter(finding -> finding.id().equals("S008"))
                .map(Finding::what)
                .toList();
    }

    private void changeAndSign(String... chain) throws Exception {
        sign(chain);
        assertEquals(0, verified());
        assertEquals(List.of(), findings());

        assertThrows(Failure.class, () -> PlanText.commit(place(List.of()), CHANGE));
        assertEquals(0, verified(), "the file is as it was");

        ZoneProvider place =
                place(
                        List.of(
                                new ZoneFileCommand(
                                        "signing", signing(chain), Programs.system(Map.of()))));
        var reading = place.read(List.of());
        var committed =
                assertInstanceOf(
                        ZoneProvider.Outcome.Committed.class,
                        place.commit(reading, PlanText.plan(reading, CHANGE)));
        assertNotEquals(0, verified());
        assertEquals(
                List.of(
                        "the signature of example.com SOA is not valid (2 in this zone)",
                        "_wireguard.n2.example.com A has no signature"),
                findings());
        place.awaitVisible(committed.receipt(), _ -> {});
        assertEquals(0, verified());
        assertEquals(List.of(), findings());
    }

    @Test
    void a_change_of_a_signed_file_is_refused_or_signed() throws Exception {
        changeAndSign();
    }

    @Test
    void a_change_of_a_file_signed_with_nsec3_is_refused_or_signed() throws Exception {
        changeAndSign("-3", "-");
    }
}
