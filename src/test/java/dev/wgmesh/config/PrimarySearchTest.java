package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PrimarySearchTest {

    /** A resolver that knows one zone, written without its SOA, and fails for names at "fails". */
    private static DnsSource resolver(String records) {
        DnsSnapshot zone = TestZones.text("example.com", records);
        return new DnsSource() {
            @Override
            public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
                var answers = new TreeMap<Question, DnsAnswer<RRset>>();
                for (Question question : questions) {
                    answers.put(
                            question,
                            question.owner().toString().startsWith("fails.")
                                    ? new DnsAnswer.Failed<>(
                                            Problem.of(question.toString(), "SERVFAIL"))
                                    : zone.answer(question).orElseThrow());
                }
                return answers;
            }

            @Override
            public String description() {
                return "127.0.0.1:53";
            }
        };
    }

    private static String found(String records, String owner) {
        return new PrimarySearch(() -> resolver(records), 5300)
                .find(Question.name(owner))
                .description();
    }

    private static String fault(String records, String owner) {
        Failure failure = assertThrows(Failure.class, () -> found(records, owner));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        return String.valueOf(failure.getMessage());
    }

    @Test
    void the_server_that_the_nearest_soa_names_is_the_primary() {
        assertEquals(
                "the server 192.0.2.53:5300"
                        + " (ns.example.com, the primary that the SOA of example.com names)",
                found("ns IN A 192.0.2.53\nns IN AAAA 2001:db8::53\n", "_wireguard.a.example.com"));
        assertEquals(
                "the server [2001:db8::53]:5300"
                        + " (ns.example.com, the primary that the SOA of example.com names)",
                found("ns IN AAAA 2001:db8::53\n", "example.com"));
    }

    @Test
    void a_primary_without_an_address_is_reported_with_how_to_name_another() {
        assertEquals(
                "example.com SOA: names ns.example.com. as the primary, which has no address;"
                        + " name the primary: --server HOST (the SOA does not name a hidden"
                        + " primary)",
                fault("a IN A 192.0.2.1\n", "a.example.com"));
    }

    @Test
    void a_name_whose_zone_is_unknown_is_not_looked_for_further_up() {
        assertEquals("fails.example.com SOA: SERVFAIL", fault("", "fails.example.com"));
        assertEquals(
                "www.example.net SOA: its zone is not given;"
                        + " give its folder (--zones DIR), or a resolver (--resolver HOST)",
                fault("", "www.example.net"));
    }
}
