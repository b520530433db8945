package dev.wgmesh.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.testing.dns.FakeDns;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class LayeredSourceTest {
    private static final int A = Type.A;

    private final List<String> asked = new ArrayList<>();

    /** Knows one name of another zone, and remembers what it was asked. */
    private final class RecordingSource implements DnsSource {
        @Override
        public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
            var answers = new TreeMap<Question, DnsAnswer<RRset>>();
            for (Question question : new TreeSet<>(questions)) {
                asked.add(question.toString());
                answers.put(
                        question,
                        question.owner().toString().startsWith("www.")
                                ? new DnsAnswer.Found<>(
                                        RRset.of(
                                                List.of(
                                                        FakeDns.record(
                                                                "www.example.net 50 A 192.0.2.2"))),
                                        Duration.ofSeconds(40))
                                : new DnsAnswer.Failed<>(
                                        Problem.of(question.toString(), "SERVFAIL")));
            }
            return answers;
        }

        @Override
        public String description() {
            return "others";
        }
    }

    private final LayeredSource source =
            new LayeredSource(
                    TestZones.text(
                                    "example.com",
                                    """
                                    a IN A 192.0.2.1
                                    out 20 IN CNAME www.example.net.
                                    sub IN NS ns.example.net.
                                    """)
                            .zones(),
                    "zones/",
                    new RecordingSource());

    @Test
    void names_of_the_zones_are_not_asked_elsewhere() {
        assertEquals("192.0.2.1 300", said("a.example.com"));
        assertEquals("absent 300", said("b.example.com"));
        assertEquals(List.of(), asked);
    }

    @Test
    void at_hand_is_what_the_zones_say_and_beyond_them_what_the_others_have() {
        assertEquals(
                "192.0.2.1 300", said(source.atHand().answer(Question.of("a.example.com", A))));
        assertEquals(
                "192.0.2.1 300",
                said(source.atHand().at(Question.name("a.example.com")).answer(A)));
        assertEquals("none", said(source.atHand().answer(Question.of("www.example.net", A))));
        assertEquals(List.of(), asked);
    }

    @Test
    void an_alias_out_of_the_zones_is_asked_for_by_its_target() {
        assertEquals("192.0.2.2 20", said("out.example.com"));
        assertEquals(List.of("www.example.net A"), asked);
    }

    @Test
    void other_zones_and_delegated_names_are_asked_elsewhere() {
        assertEquals("192.0.2.2 40", said("www.example.net"));
        assertEquals("failed", said("x.sub.example.com"));
        assertEquals(List.of("www.example.net A", "x.sub.example.com A"), asked);
    }

    @Test
    void a_source_that_forgets_a_question_leaves_a_failure() {
        DnsSource mute =
                new DnsSource() {
                    @Override
                    public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
                        return Map.of();
                    }

                    @Override
                    public String description() {
                        return "mute";
                    }
                };
        var mesh = MeshReader.read(mute, new MeshName("_p2p.example.com"));
        assertEquals(
                List.of(
                        "_policy._p2p.example.com TXT: not answered by mute",
                        "_p2p.example.com PTR: not answered by mute"),
                mesh.problems().stream().map(Problem::toString).toList());
        assertEquals(true, mesh.root().hosts().isFailed());
    }

    private String said(String owner) {
        Question question = Question.of(owner, A);
        return said(Optional.ofNullable(source.query(List.of(question)).get(question)));
    }

    private static String said(Optional<DnsAnswer<RRset>> answer) {
        return switch (answer.orElse(null)) {
            case null -> "none";
            case DnsAnswer.Found<RRset>(RRset set, Duration ttl) ->
                    set.dnsRecords().getFirst().rdataToString() + " " + ttl.toSeconds();
            case DnsAnswer.Absent<RRset>(Duration ttl) -> "absent " + ttl.toSeconds();
            case DnsAnswer.Failed<RRset> _ -> "failed";
        };
    }
}
