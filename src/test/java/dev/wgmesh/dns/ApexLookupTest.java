package dev.wgmesh.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

class ApexLookupTest {
    private static final DnsSnapshot ZONES =
            new DnsSnapshot(
                    Stream.of(
                                    TestZones.text(
                                            "example.com.",
                                            "alias IN CNAME example.net.\nnode-a IN A 192.0.2.1\n"),
                                    TestZones.text("example.net.", ""))
                            .flatMap(zone -> zone.zones().stream())
                            .toList(),
                    Map.of(),
                    Optional.of("not in the zones of the test"));

    @Test
    void the_nearest_soa_is_that_of_the_zone() {
        assertEquals("example.com.", apex("_wireguard.node-a.example.com"));
    }

    @Test
    void the_soa_behind_an_alias_is_not_that_of_the_zone() {
        assertEquals("example.com.", apex("alias.example.com"));
    }

    /** The failed name may be an apex: the zone above is then the wrong zone. */
    @Test
    void a_failed_lookup_below_the_nearest_soa_fails_the_search() {
        var failure =
                assertThrows(
                        Failure.class,
                        () ->
                                ApexLookup.soa(
                                        Question.name("a.eu.example.com"),
                                        new Zone(Question.of("eu.example.com", Type.SOA))));
        assertEquals("eu.example.com SOA", failure.problems().getFirst().where());
    }

    private static String apex(String name) {
        return ApexLookup.soa(Question.name(name), new Zone(Question.of("com", Type.SOA)))
                .map(SOARecord::getName)
                .orElseThrow()
                .toString();
    }

    /** The zone, with one question whose lookup fails. */
    private record Zone(Question failing) implements DnsSource {
        @Override
        public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
            var answers = new LinkedHashMap<Question, DnsAnswer<RRset>>();
            for (Question question : questions) {
                answers.put(
                        question,
                        question.equals(failing)
                                ? new DnsAnswer.Failed<>(
                                        Problem.of(question.toString(), "timed out"))
                                : ZONES.answer(question).orElseThrow());
            }
            return answers;
        }

        @Override
        public String description() {
            return "a test";
        }
    }
}
