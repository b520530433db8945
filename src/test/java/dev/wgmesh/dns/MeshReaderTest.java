package dev.wgmesh.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class MeshReaderTest {
    /** Answers everything with NXDOMAIN, and counts the questions. */
    private static final class Counter implements DnsSource {
        private int questions;

        @Override
        public Map<Question, DnsAnswer<RRset>> query(Collection<Question> asked) {
            questions += asked.size();
            var answers = new HashMap<Question, DnsAnswer<RRset>>();
            asked.forEach(question ->
                    answers.put(question, new DnsAnswer.Absent<>(Duration.ofSeconds(60))));
            return answers;
        }

        @Override
        public String description() {
            return "counter";
        }
    }

    private static Set<Question> questions(int from, int to) {
        var questions = new TreeSet<Question>();
        for (int n = from; n < to; n++) {
            questions.add(Question.of("n" + n + ".example.com", Type.A));
        }
        return questions;
    }

    @Test
    void questions_over_the_bound_are_not_asked_and_fail() {
        var source = new Counter();
        CollectedAnswers read =
                MeshReader.collectAnswers(
                        source,
                        known ->
                                known.answer(Question.of("n0.example.com", Type.A)).isEmpty()
                                        ? questions(0, 60_000)
                                        : questions(60_000, 120_000));
        assertEquals(60_000, source.questions);
        DnsAnswer<RRset> late =
                read.answer(Question.of("n60000.example.com", Type.A)).orElseThrow();
        Problem problem = late.failure().orElseThrow();
        assertTrue(problem.what().contains("more than 100000 queries"), problem::toString);
    }

    @Test
    void rounds_have_a_bound() {
        var source = new Counter();
        int[] round = {0};
        MeshReader.collectAnswers(source, _ -> questions(round[0]++, round[0]));
        assertEquals(MeshReader.MAX_ROUNDS, source.questions);
    }
}
