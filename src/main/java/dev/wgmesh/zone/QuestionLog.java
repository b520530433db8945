package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The unanswered questions of one decoding, and the lowest TTL of its answers. */
final class QuestionLog {
    private final AnswerCache answers;
    private final Set<Question> unanswered = new TreeSet<>();
    private Optional<Duration> leastTtl = Optional.empty();

    QuestionLog(AnswerCache answers) {
        this.answers = answers;
    }

    DnsAnswer<RRset> answer(Question question) {
        Optional<DnsAnswer<RRset>> answer = answers.answer(question);
        if (answer.isEmpty()) {
            unanswered.add(question);
            return new DnsAnswer.Failed<>(Problem.of(question.toString(), "was not looked up"));
        }
        answer.get()
                .optionalTtl()
                .filter(ttl -> leastTtl.isEmpty() || ttl.compareTo(leastTtl.get()) < 0)
                .ifPresent(ttl -> leastTtl = Optional.of(ttl));
        return answer.get();
    }

    Set<Question> unanswered() {
        return unanswered;
    }

    Duration leastTtl() {
        return leastTtl.orElse(Duration.ZERO);
    }
}
