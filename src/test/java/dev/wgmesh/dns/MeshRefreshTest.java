package dev.wgmesh.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.dns.SimulatedDns;
import dev.wgmesh.zone.KeptAnswers;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class MeshRefreshTest {
    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SimulatedDns dns = new SimulatedDns(START);
    private final MeshRefresh refresh = new MeshRefresh(dns::now);

    /** Reads these questions as a pass does, and returns the answers. */
    private Map<Question, DnsAnswer<RRset>> pass(Set<Question> questions) {
        MeshRefresh.Reading reading = refresh.begin(dns, MESH);
        Map<Question, DnsAnswer<RRset>> answers = reading.query(questions);
        if (reading.unchangedFor().isEmpty()) {
            reading.end();
        }
        return answers;
    }

    /** Returns what was asked in a pass over these questions. */
    private List<String> asked(Set<Question> questions) {
        dns.asked().clear();
        pass(questions);
        return List.copyOf(dns.asked());
    }

    private static Question text(String owner) {
        return Question.of(owner, Type.TXT);
    }

    /** The zone example.com of a server that is an authority for it, with a mesh. */
    private Set<Question> members(int count) {
        dns.zone("example.com", true);
        var questions = new TreeSet<Question>();
        for (int n = 0; n < count; n++) {
            String owner = "_wireguard.node-" + n + ".example.com";
            dns.put(text(owner), 300, "key " + n);
            questions.add(text(owner));
            questions.add(Question.of(owner, Type.AAAA));
        }
        return questions;
    }

    @Test
    void a_settled_mesh_is_one_question_a_pass() {
        Set<Question> questions = members(1000);
        assertEquals(2001, asked(questions).size());
        for (int n = 0; n < 10; n++) {
            dns.advance(Duration.ofSeconds(301));
            assertEquals(List.of("example.com SOA"), asked(questions));
        }
    }

    @Test
    void nothing_is_asked_before_a_ttl_has_run_out() {
        Set<Question> questions = members(2);
        pass(questions);
        dns.advance(Duration.ofSeconds(59)); // 60: absent records
        assertEquals(List.of(), asked(questions));
        dns.advance(Duration.ofSeconds(1));
        assertEquals(List.of("example.com SOA"), asked(questions));
        dns.advance(Duration.ofSeconds(59));
        assertEquals(List.of(), asked(questions));
    }

    @Test
    void a_changed_serial_asks_what_has_run_out() {
        Set<Question> questions = members(2);
        pass(questions);
        dns.advance(Duration.ofSeconds(61));
        dns.put(text("_wireguard.node-1.example.com"), 300, "another key");
        assertEquals(
                List.of(
                        "example.com SOA",
                        "_wireguard.node-0.example.com AAAA",
                        "_wireguard.node-1.example.com AAAA"),
                asked(questions));
        dns.advance(Duration.ofSeconds(240));
        assertEquals(
                List.of(
                        "example.com SOA",
                        "_wireguard.node-0.example.com TXT",
                        "_wireguard.node-1.example.com TXT"),
                asked(questions));
    }

    @Test
    void a_serial_that_is_never_raised_confirms_nothing() {
        dns.zone("example.com", true);
        dns.freezeSerials(); // at 1, as Route53 and Azure DNS do
        Question key = text("_wireguard.node-0.example.com");
        Set<Question> questions = Set.of(key, text("_meta._wireguard.node-0.example.com"));
        dns.put(key, 60, "key");
        pass(questions);
        dns.advance(Duration.ofSeconds(61));
        pass(questions);
        dns.put(key, 60, "another key");
        dns.advance(Duration.ofSeconds(61));
        assertEquals("another key", dns.text(Objects.requireNonNull(pass(questions).get(key))));
    }

    @Test
    void behind_a_cache_only_what_has_run_out_is_asked() {
        dns.zone("example.com", false);
        dns.put(text("a.example.com"), 60, "a");
        dns.put(text("b.example.com"), 300, "b");
        Set<Question> questions = Set.of(text("a.example.com"), text("b.example.com"));
        pass(questions);
        dns.advance(Duration.ofSeconds(61));
        assertEquals(List.of("a.example.com TXT"), asked(questions));
        dns.advance(Duration.ofSeconds(240));
        assertEquals(List.of("a.example.com TXT", "b.example.com TXT"), asked(questions));
    }

    @Test
    void a_name_of_another_zone_is_asked_when_its_own_ttl_has_run_out() {
        Set<Question> questions = new TreeSet<>(members(2));
        dns.zone("dyn.example.net", false);
        dns.put(text("home.dyn.example.net"), 60, "198.51.100.1");
        questions.add(text("home.dyn.example.net"));
        pass(questions);
        dns.advance(Duration.ofSeconds(61));
        assertEquals(List.of("example.com SOA", "home.dyn.example.net TXT"), asked(questions));
    }

    @Test
    void a_delegated_zone_has_a_serial_of_its_own() {
        Set<Question> questions = new TreeSet<>(members(1));
        dns.zone("site.example.com", true);
        dns.put(text("_wireguard.b.site.example.com"), 60, "b");
        questions.add(text("_wireguard.b.site.example.com"));
        pass(questions);
        dns.advance(Duration.ofSeconds(301));
        pass(questions); // its serial was unknown before
        dns.advance(Duration.ofSeconds(301));
        assertEquals(List.of("example.com SOA", "site.example.com SOA"), asked(questions));
        dns.put(text("_wireguard.b.site.example.com"), 60, "c");
        dns.advance(Duration.ofSeconds(301));
        assertTrue(asked(questions).contains("_wireguard.b.site.example.com TXT"));
    }

    @Test
    void a_failed_answer_is_asked_again_at_each_pass() {
        Set<Question> questions = new TreeSet<>(members(1));
        dns.fail(text("_wireguard.node-0.example.com"));
        pass(questions);
        assertEquals(List.of("_wireguard.node-0.example.com TXT"), asked(questions));
    }

    @Test
    void after_forgetting_everything_is_asked() {
        Set<Question> questions = members(3);
        int first = asked(questions).size();
        refresh.forget();
        assertEquals(first, asked(questions).size());
    }

    @Test
    void a_clock_that_was_set_back_makes_every_answer_old() {
        Set<Question> questions = members(3);
        int first = asked(questions).size();
        dns.advance(Duration.ofSeconds(-10));
        assertEquals(first, asked(questions).size());
    }

    @Test
    void a_serial_of_another_server_confirms_nothing() {
        Set<Question> questions = members(1);
        pass(questions);
        dns.answerFrom("192.0.2.2:53");
        dns.advance(Duration.ofSeconds(301));
        assertEquals(3, asked(questions).size());
    }

    @Test
    void a_forged_serial_hides_a_change_for_an_hour_at_most() {
        Set<Question> questions = members(1);
        Question key = text("_wireguard.node-0.example.com");
        pass(questions);
        dns.freezeSerials();
        dns.put(key, 300, "another key");
        for (int passed = 0; passed < 3600; passed += 300) {
            assertEquals("key 0", dns.text(require(pass(questions).get(key))), passed + " s");
            dns.advance(Duration.ofSeconds(300));
        }
        assertEquals("another key", dns.text(require(pass(questions).get(key))));
    }

    private static DnsAnswer<RRset> require(@Nullable DnsAnswer<RRset> answer) {
        return Objects.requireNonNull(answer, "no answer");
    }

    /**
     * The law: whatever changes in whatever zone, each pass uses answers that were right not longer
     * ago than their TTL, and a mesh without changes costs a question a zone that has a serial.
     */
    @Test
    void no_change_is_hidden_for_longer_than_a_ttl() {
        Seeds.check(300, MeshRefreshTest::randomPasses);
    }

    private static void randomPasses(RandomGenerator random) {
        var test = new MeshRefreshTest();
        SimulatedDns dns = test.dns;
        List<String> zones =
                List.of("example.com", "site.example.com", "a.site.example.com", "dyn.test");
        for (String zone : zones) {
            dns.zone(zone, random.nextInt(4) > 0);
        }
        var questions = new TreeSet<Question>();
        for (int n = 0; n < 12; n++) {
            String host = "n" + n + "." + zones.get(random.nextInt(zones.size()));
            questions.add(text("_wireguard." + host));
            questions.add(Question.of("_wireguard." + host, Type.AAAA));
            questions.add(Question.of(host, Type.A));
        }
        List<Question> all = List.copyOf(questions);
        all.forEach(question -> change(dns, question, random));
        for (int n = 0; n < 40; n++) {
            for (int changes = random.nextInt(3) * random.nextInt(3); changes > 0; changes--) {
                change(dns, all.get(random.nextInt(all.size())), random);
                dns.advance(Duration.ofSeconds(random.nextInt(20)));
            }
            Map<Question, DnsAnswer<RRset>> answers = test.pass(questions);
            for (Question question : all) {
                assertTrue(
                        dns.wasTrue(question, require(answers.get(question))),
                        () -> dns.now() + " " + question + " is " + answers.get(question));
            }
            dns.advance(Duration.ofSeconds(random.nextInt(90)));
        }
        // Settled: the first two passes learn the serials.
        test.refresh.forget();
        for (int n = 0; n < 4; n++) {
            dns.advance(KeptAnswers.MAX_AGE.dividedBy(6));
            List<String> asked = test.asked(questions);
            if (n >= 2) {
                asked.forEach(question ->
                        assertTrue(
                                question.endsWith(" SOA") || !dns.isAuthority(question),
                                () -> "settled, but asked " + asked));
                assertEquals(asked.size(), Set.copyOf(asked).size());
            }
        }
    }

    private static void change(SimulatedDns dns, Question question, RandomGenerator random) {
        if (random.nextInt(4) == 0) {
            dns.remove(question);
        } else {
            dns.put(question, 1 + random.nextInt(120), "v" + random.nextInt(1000));
        }
    }
}
