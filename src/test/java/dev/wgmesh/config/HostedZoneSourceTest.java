package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.testing.dns.FakeDns;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class HostedZoneSourceTest {
    private static final String COM =
            """
            a IN A 192.0.2.1
            b IN A 192.0.2.2
            in 20 IN CNAME a
            out 30 IN CNAME www.example.org.
            over 40 IN CNAME x.sub
            net 50 IN CNAME a.example.net.
            loop IN CNAME loop
            sub IN NS ns.sub
            *.wild IN A 192.0.2.9
            """;

    private final List<String> askedElsewhere = new ArrayList<>();
    private final List<String> looked = new ArrayList<>();
    private final DnsSource others =
            new DnsSource() {
                @Override
                public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
                    var answers = new TreeMap<Question, DnsAnswer<RRset>>();
                    for (Question question : new TreeSet<>(questions)) {
                        askedElsewhere.add(question.toString());
                        answers.put(
                                question,
                                new DnsAnswer.Found<>(
                                        RRset.of(
                                                List.of(
                                                        FakeDns.record(
                                                                "www.example.org 50 A 9.9.9.9"))),
                                        Duration.ofSeconds(45)));
                    }
                    return answers;
                }

                @Override
                public String description() {
                    return "others";
                }
            };

    /** A host that has these zones. */
    private ZoneCatalog.ZoneHost host(Map<String, ScriptedZone> zones) {
        return name -> {
            looked.add(name.toString(true));
            for (Name at = name; at.labels() > 1; at = new Name(at, 1)) {
                Optional<ZoneProvider> zone = Optional.ofNullable(zones.get(at.toString(true)));
                if (zone.isPresent()) {
                    return zone;
                }
            }
            return Optional.empty();
        };
    }

    private HostedZoneSource source(Map<String, ScriptedZone> zones) {
        return new HostedZoneSource(
                List.of(), Map.of(Name.root, host(zones)), others, "host", budget());
    }

    private static ReadingBudget budget() {
        return ReadingBudget.of(() -> Instant.EPOCH);
    }

    private static String answers(DnsSource source, String... owners) {
        List<Question> questions =
                List.of(owners).stream().map(owner -> Question.of(owner, Type.A)).toList();
        Map<Question, DnsAnswer<RRset>> answers = source.query(questions);
        return String.join(
                ", ", questions.stream().map(question -> answers(answers.get(question))).toList());
    }

    private static String answers(@Nullable DnsAnswer<RRset> answer) {
        return switch (answer) {
            case null -> "none";
            case DnsAnswer.Found<RRset>(RRset set, Duration ttl) ->
                    set.dnsRecords().getFirst().rdataToString() + " " + ttl.toSeconds();
            case DnsAnswer.Absent<RRset>(Duration ttl) -> "absent " + ttl.toSeconds();
            case DnsAnswer.Failed<RRset>(Problem problem) -> problem.toString();
        };
    }

    @Test
    void a_whole_zone_is_read_once_and_the_rest_is_asked_elsewhere() {
        var zone = new ScriptedZone("example.com", true, COM);
        DnsSource source = source(Map.of("example.com", zone));
        assertEquals(
                "192.0.2.1 300, absent 300, 192.0.2.1 20, 9.9.9.9 30, 9.9.9.9 45",
                answers(
                        source,
                        "a.example.com",
                        "none.example.com",
                        "in.example.com",
                        "out.example.com",
                        "www.example.edu"));
        assertEquals("192.0.2.2 300", answers(source, "b.example.com"));
        assertEquals(List.of("a.example.com A"), zone.queries());
        assertEquals(List.of("www.example.edu A", "www.example.org A"), askedElsewhere);
        assertEquals(List.of("a.example.com", "www.example.org", "www.example.edu"), looked);
    }

    @Test
    void of_a_zone_in_parts_what_was_not_asked_is_not_taken_as_absent() {
        var zone = new ScriptedZone("example.com", false, COM);
        DnsSource source = source(Map.of("example.com", zone));
        assertEquals(
                "192.0.2.2 300, 192.0.2.1 20, absent 300, 9.9.9.9 30",
                answers(
                        source,
                        "b.example.com",
                        "in.example.com",
                        "c.example.com",
                        "out.example.com"));
        assertEquals(
                List.of(
                        "b.example.com A",
                        "c.example.com A, in.example.com A, out.example.com A",
                        "a.example.com A"),
                zone.queries());
        assertEquals(
                "192.0.2.1 300, 192.0.2.2 300", answers(source, "a.example.com", "b.example.com"));
        assertEquals(3, zone.queries().size(), "nothing is asked twice");
    }

    @Test
    void aliases_lead_from_zone_to_zone_and_a_zone_below_is_found_at_its_cut() {
        for (boolean whole : List.of(true, false)) {
            var zones =
                    Map.of(
                            "example.com", new ScriptedZone("example.com", whole, COM),
                            "example.net",
                                    new ScriptedZone("example.net", whole, "a IN A 10.0.0.1"),
                            "sub.example.com",
                                    new ScriptedZone("sub.example.com", whole, "x IN A 10.0.0.2"));
            assertEquals(
                    "10.0.0.1 50, 10.0.0.2 40, absent 300",
                    answers(
                            source(zones),
                            "net.example.com",
                            "over.example.com",
                            "y.sub.example.com"));
        }
        assertEquals(List.of(), askedElsewhere);
    }

    @Test
    void what_is_delegated_to_others_is_asked_elsewhere_and_looked_for_once() {
        var zone = new ScriptedZone("example.com", true, COM);
        DnsSource source = source(Map.of("example.com", zone));
        assertEquals(
                "9.9.9.9 45, 9.9.9.9 40", answers(source, "y.sub.example.com", "over.example.com"));
        assertEquals("9.9.9.9 45", answers(source, "z.sub.example.com"));
        assertEquals(List.of("y.sub.example.com", "sub.example.com"), looked);
    }

    @Test
    void a_question_that_fails_takes_no_other_with_it() {
        var zone = new ScriptedZone("example.com", false, COM);
        DnsSource source = source(Map.of("example.com", zone));
        assertEquals(
                "192.0.2.1 300, broken.example.com A: SERVFAIL, 192.0.2.2 300",
                answers(source, "a.example.com", "broken.example.com", "b.example.com"));
        assertEquals(
                "broken.example.com A: SERVFAIL, 192.0.2.1 300",
                answers(
                        source(Map.of("example.com", zone)),
                        "broken.example.com",
                        "a.example.com"));
    }

    @Test
    void a_loop_of_aliases_ends() {
        for (boolean whole : List.of(true, false)) {
            var zone = new ScriptedZone("example.com", whole, COM);
            assertEquals(
                    "loop.example.com A: more than 8 aliases in a row (probably a CNAME loop)",
                    answers(source(Map.of("example.com", zone)), "loop.example.com"));
        }
    }

    @Test
    void a_place_that_cannot_be_asked_is_a_failure_that_is_waited_for_once_a_domain() {
        ZoneCatalog.ZoneHost down =
                name -> {
                    looked.add(name.toString(true));
                    throw Failure.unreadable("192.0.2.53:53", "does not answer", "start it");
                };
        DnsSource source =
                new HostedZoneSource(List.of(), Map.of(Name.root, down), others, "down", budget());
        assertEquals(
                "192.0.2.53:53: does not answer; start it,"
                        + " 192.0.2.53:53: does not answer; start it",
                answers(source, "a.example.com", "_wireguard.b.example.com"));
        assertEquals(List.of("a.example.com"), looked);
        assertEquals(List.of(), askedElsewhere);
    }

    @Test
    void flags_that_are_wrong_are_no_answer() {
        ZoneCatalog.ZoneHost wrong =
                _ -> {
                    throw Failure.input("--hosted-zone-id", "is none", "give one");
                };
        DnsSource source =
                new HostedZoneSource(
                        List.of(), Map.of(Name.root, wrong), others, "wrong", budget());
        assertThrows(Failure.class, () -> answers(source, "a.example.com"));
    }

    @Test
    void the_deepest_that_serves_a_name_is_asked_and_zone_files_are_among_them() {
        var below = new ScriptedZone("sub.example.com", true, "x IN A 10.0.0.2");
        var source =
                new HostedZoneSource(
                        TestZones.text("example.com", "x.sub IN A 192.0.2.7\nto IN CNAME x.sub\n")
                                .zones(),
                        Map.of(
                                Question.name("sub.example.com"),
                                host(Map.of("sub.example.com", below))),
                        others,
                        "both",
                        budget());
        assertEquals("10.0.0.2 300", answers(source, "to.example.com"));
        assertEquals("absent 300", answers(source, "sub.example.com"));
        assertEquals("9.9.9.9 45", answers(source, "www.example.org"));
    }

    @Test
    void a_domain_within_a_zone_may_have_a_place_of_its_own() {
        var zone = new ScriptedZone("example.com", true, "x.lab IN A 10.0.0.2\ny IN A 10.0.0.3");
        var source =
                new HostedZoneSource(
                        List.of(),
                        Map.of(Question.name("lab.example.com"), host(Map.of("example.com", zone))),
                        others,
                        "lab",
                        budget());
        assertEquals(
                "10.0.0.2 300, 9.9.9.9 45", answers(source, "x.lab.example.com", "y.example.com"));
    }
}
