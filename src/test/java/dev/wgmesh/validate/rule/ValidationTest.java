package dev.wgmesh.validate.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.FindingsJson;
import dev.wgmesh.render.FindingsText;
import dev.wgmesh.render.TerminalColour;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ValidationReport;
import dev.wgmesh.validate.ValidationReport.Status;
import dev.wgmesh.validate.ValidationRequest;
import dev.wgmesh.validate.ValidationScope;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.MeshCodec;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class ValidationTest {
    private static final MeshName P2P = new MeshName("_p2p.example.com");

    private static final String ZONE =
            """
            ; zone example.com
            $ORIGIN example.com.
            $TTL 300
            @ IN SOA ns1 hostmaster 1 3600 900 604800 60
            @ IN NS ns1
            @ IN NS ns2
            _p2p IN TXT "node-a.example.com"
            _p2p IN TXT "node-b.example.com"
            _wireguard.node-a IN TXT "LbA6at8gbXLLG51BQ8SbCSrfixxAo8CbdHd6zolihzw="
            _wireguard.node-a IN A 10.0.0.1
            _wireguard.node-b IN TXT "iswqx9wNNDYQbSKbncGQW8iAOVaMiUHbPy2QvrXQYls="
            ns1 IN A 198.51.100.53
            ns2 IN A 203.0.113.53
            _policy._p2p IN TXT "pool=10.0.0.0/24"
            """;

    private static DnsSnapshot snapshot(String text) {
        return ZoneCase.of("example.com.zone", text).snapshot();
    }

    private static ValidationReport report(String text, ValidationRequest request) {
        return Validation.of(snapshot(text), request);
    }

    private static ValidationRequest levels(Map<String, Optional<Level>> levels, Level failOn) {
        return new ValidationRequest(List.of(), levels, failOn, false, false, Set.of());
    }

    private static Set<String> ids(ValidationReport report) {
        return report.findings().stream().map(Finding::id).collect(Collectors.toSet());
    }

    @Test
    void an_answer_that_needs_tcp_is_reported_at_lists_and_members_only() {
        String large = " TXT" + (" \"" + "x".repeat(200) + "\"").repeat(7) + "\n";
        String zone = ZONE + "_p2p" + large + "_meta._wireguard.node-a" + large + "_notes" + large;
        assertEquals(
                Set.of("_p2p.example.com", "_meta._wireguard.node-a.example.com"),
                report(zone, ValidationRequest.EVERYTHING).findings().stream()
                        .filter(finding -> finding.id().equals("D010"))
                        .map(finding -> finding.where().owner())
                        .collect(Collectors.toSet()));
    }

    @Test
    void an_error_fails_the_run_and_a_warning_does_not() {
        assertEquals(Status.FAILED, report(ZONE, ValidationRequest.EVERYTHING).status());
        assertEquals(
                Status.CLEAN,
                report(ZONE, levels(Map.of("M003", Optional.of(Level.WARNING)), Level.ERROR))
                        .status());
        assertEquals(
                Status.FAILED,
                report(ZONE, levels(Map.of("M003", Optional.of(Level.NOTICE)), Level.NOTICE))
                        .status());
    }

    @Test
    void a_rule_that_is_off_finds_nothing() {
        ValidationReport report =
                report(
                        ZONE,
                        levels(
                                Map.of("M003", Optional.empty(), "D011", Optional.empty()),
                                Level.INFO));
        assertEquals(Set.of(), ids(report));
        assertEquals(Status.CLEAN, report.status());
        assertEquals(
                "no findings in 1 zone, 1 mesh, 2 members, 11 records ("
                        + (Validation.rules().size() - 2)
                        + " rules)\n",
                FindingsText.of(report, TerminalColour.NONE));
    }

    @Test
    void text_reads_like_a_compilers() {
        assertEquals(
                """
                example.com.zone:8: error M003: node-b.example.com is listed without an address
                    why: WireGuard sends nothing to a peer without allowed IPs and drops everything that it sends.
                    fix: add _wireguard.node-b.example.com. IN A 10.0.0.2
                1 error
                """,
                FindingsText.of(
                        report(ZONE, levels(Map.of("D011", Optional.empty()), Level.ERROR)),
                        TerminalColour.NONE));
    }

    @Test
    void colour_only_if_requested() {
        ValidationReport report = report(ZONE, ValidationRequest.EVERYTHING);
        assertFalse(FindingsText.of(report, TerminalColour.NONE).contains("\u001b"));
        assertTrue(
                FindingsText.of(report, new TerminalColour(true))
                        .contains("\u001b[31merror M003:"));
    }

    @Test
    void json_has_the_same_content() {
        assertEquals(
                """
                {
                  "format": "wg-mesh/findings",
                  "version": 1,
                  "verdict": "failed",
                  "failOn": "error",
                  "counts": {
                    "info": 0,
                    "notice": 0,
                    "warning": 0,
                    "error": 1
                  },
                  "checked": {
                    "zones": 1,
                    "meshes": 1,
                    "members": 2,
                    "records": 11,
                    "rules": %d
                  },
                  "findings": [
                    {
                      "id": "M003",
                      "level": "error",
                      "file": "example.com.zone",
                      "line": 8,
                      "column": 1,
                      "owner": "_wireguard.node-b.example.com",
                      "type": "A",
                      "member": "node-b.example.com",
                      "what": "node-b.example.com is listed without an address",
                      "why": "WireGuard sends nothing to a peer without allowed IPs and drops everything that it sends.",
                      "fix": "add _wireguard.node-b.example.com. IN A 10.0.0.2",
                      "reference": "docs/records.md"
                    }
                  ],
                  "omitted": [],
                  "problems": []
                }
                """
                        .formatted(Validation.rules().size() - 1),
                FindingsJson.of(report(ZONE, levels(Map.of("D011", Optional.empty()), Level.ERROR)))
                        .text());
    }

    @Test
    void a_mesh_whose_zone_was_not_given_is_not_clean() {
        ValidationReport report =
                Validation.of(
                        snapshot(ZONE),
                        ValidationRequest.EVERYTHING.withScopes(
                                List.of(
                                        new ValidationScope.MeshScope(
                                                new MeshName("_p2p.example.org")))));
        assertEquals(Status.UNREADABLE, report.status());
        assertEquals(Set.of(), ids(report));
    }

    @Test
    void a_zone_that_was_not_given_is_not_clean() {
        ValidationReport report =
                Validation.of(
                        snapshot(ZONE),
                        ValidationRequest.EVERYTHING.withScopes(
                                List.of(
                                        new ValidationScope.ZoneScope(
                                                Question.name("example.org")))));
        assertEquals(
                List.of("example.org"), report.unreadable().stream().map(Problem::where).toList());
    }

    @Test
    void a_zone_without_a_list_is_not_a_finding() {
        assertEquals(
                Set.of(),
                ids(
                        report(
                                """
                                ; zone example.com
                                example.com. 300 IN SOA ns1 hostmaster 1 3600 900 604800 60
                                example.com. 300 IN NS ns1
                                example.com. 300 IN NS ns2
                                ns1 300 IN A 198.51.100.53
                                ns2 300 IN A 203.0.113.53
                                _dmarc.example.com. 300 IN TXT "v=DMARC1; p=none"
                                _acme-challenge.example.com. 300 IN TXT "example.com"
                                _sip._tcp.example.com. 300 IN SRV 0 0 5060 sip
                                _services._dns-sd._udp.example.com. 300 IN PTR _http._tcp
                                """,
                                ValidationRequest.EVERYTHING.withScopes(
                                        List.of(
                                                new ValidationScope.ZoneScope(
                                                        Question.name("example.com")))))));
    }

    @Test
    void who_reaches_whom_is_judged_only_where_the_records_of_all_members_are_known() {
        String homes = ZONE + "_wireguard.node-b IN A 10.0.0.2\n";
        assertTrue(ids(report(homes, ValidationRequest.EVERYTHING)).contains("R001"));
        String unknown = homes + "_p2p IN TXT \"node-c.example.net\"\n";
        assertFalse(ids(report(unknown, ValidationRequest.EVERYTHING)).contains("R001"));
        String origin = homes + "_policy._p2p IN TXT \"paths=origin\"\n";
        assertFalse(ids(report(origin, ValidationRequest.EVERYTHING)).contains("R001"));
    }

    @Test
    void a_policy_that_cannot_be_read_is_not_clean() {
        ValidationReport report =
                report(
                        ZONE + "_policy._p2p IN TXT \"pool=10.0.0.0/33\"\n",
                        ValidationRequest.EVERYTHING);
        assertEquals(Status.FAILED, report.status());
        assertTrue(
                report.findings().stream()
                        .anyMatch(finding ->
                                finding.what()
                                        .equals(
                                                "_policy._p2p.example.com TXT cannot read"
                                                        + " \"pool=10.0.0.0/33\"")));
    }

    @Test
    void in_a_zone_with_a_broken_line_nothing_is_said_to_be_missing() {
        assertEquals(
                Set.of("Z001", "D011"),
                ids(
                        report(
                                ZONE + "_wireguard.node-b IN A 10.0.0\n",
                                ValidationRequest.EVERYTHING)));
    }

    /** Answers as a resolver gives them, asked in rounds. */
    private static DnsSnapshot live(DnsSnapshot zones, Set<Question> failing) {
        Map<Question, DnsAnswer<RRset>> answers = new HashMap<>();
        for (int round = 0; round < 9; round++) {
            var known = new DnsSnapshot(List.of(), answers, Optional.empty());
            Set<Question> open = MeshCodec.unanswered(P2P, known);
            for (Question question : open) {
                answers.put(
                        question,
                        failing.contains(question)
                                ? new DnsAnswer.Failed<>(Problem.of("" + question, "SERVFAIL"))
                                : zones.answer(question)
                                        .orElseGet(() -> new DnsAnswer.Absent<>(Duration.ZERO)));
            }
        }
        return new DnsSnapshot(List.of(), answers, Optional.empty());
    }

    @Test
    void live_dns_is_judged_as_files_are_but_for_what_only_a_whole_zone_shows() {
        DnsSnapshot live = live(snapshot(ZONE), Set.of());
        ValidationReport report =
                Validation.of(
                        live,
                        ValidationRequest.EVERYTHING.withScopes(
                                List.of(new ValidationScope.MeshScope(P2P))));
        assertEquals(Set.of("M003", "D011"), ids(report));
        assertEquals(Status.FAILED, report.status());
    }

    @Test
    void a_lookup_that_failed_is_never_clean() {
        Set<Question> failing =
                Set.of(
                        Question.of("_wireguard.node-b.example.com", Type.A),
                        Question.of("_wireguard.node-b.example.com", Type.AAAA));
        ValidationReport report =
                Validation.of(
                        live(snapshot(ZONE), failing),
                        ValidationRequest.EVERYTHING.withScopes(
                                List.of(new ValidationScope.MeshScope(P2P))));
        assertEquals(Set.of("D011"), ids(report));
        assertEquals(Status.UNREADABLE, report.status());
        assertEquals(
                List.of("lookup failed: SERVFAIL", "lookup failed: SERVFAIL"),
                report.unreadable().stream().map(Problem::what).toList());
        assertTrue(
                FindingsText.of(report, TerminalColour.NONE)
                        .endsWith("not checked in full: 2 problems; 1 info\n"));
    }

    @Test
    void an_empty_name_in_live_dns_is_not_a_mesh() {
        ValidationReport report =
                Validation.of(
                        live(snapshot("; zone example.com\n"), Set.of()),
                        ValidationRequest.EVERYTHING.withScopes(
                                List.of(new ValidationScope.MeshScope(P2P))));
        assertEquals(Set.of("M009"), ids(report));
    }

    @Test
    void only_what_was_asked_for_is_judged() {
        String two =
                ZONE
                        + """
                        ; zone example.org
                        example.org. 300 IN SOA ns1 hostmaster 1 3600 900 604800 60
                        www.example.org. 300 IN A 192.0.2.1
                        """;
        assertTrue(ids(report(two, ValidationRequest.EVERYTHING)).contains("D015"));
        assertFalse(
                ids(report(
                                two,
                                ValidationRequest.EVERYTHING.withScopes(
                                        List.of(
                                                new ValidationScope.ZoneScope(
                                                        Question.name("example.com"))))))
                        .contains("D015"));
    }
}
