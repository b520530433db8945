package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The unanswered questions of one decoding, and the lowest TTL of its answers. */
final class QuestionLog {
    private static final String PENDING = "was not looked up";
    private static final DnsAnswer<RRset> NOT_YET = new DnsAnswer.Failed<>(Problem.of("", PENDING));

    private final AnswerCache answers;
    private final boolean asking;
    private final Set<Question> unanswered = new LinkedHashSet<>();
    private Optional<Duration> leastTtl = Optional.empty();

    /** Creates a log of a decoding whose result is used: each unanswered question has a problem. */
    QuestionLog(AnswerCache answers) {
        this(answers, false);
    }

    private QuestionLog(AnswerCache answers, boolean asking) {
        this.answers = answers;
        this.asking = asking;
    }

    /** Returns a log of a decoding that only serves to find the unanswered questions. */
    static QuestionLog asking(AnswerCache answers) {
        return new QuestionLog(answers, true);
    }

    DnsAnswer<RRset> answer(Question question) {
        Optional<DnsAnswer<RRset>> answer = answers.answer(question);
        if (answer.isEmpty()) {
            unanswered.add(question);
            return asking
                    ? NOT_YET
                    : new DnsAnswer.Failed<>(Problem.of(question.toString(), PENDING));
        }
        lowerTtl(answer.get().optionalTtl());
        return answer.get();
    }

    /** Notes the question as unanswered if it is; saves decoding what has no answer yet. */
    void require(Question question) {
        if (answers.answer(question).isEmpty()) {
            unanswered.add(question);
        }
    }

    /** Returns a log of a part of what is decoded, with the same answers. */
    QuestionLog part() {
        return new QuestionLog(answers, asking);
    }

    /** Takes over the unanswered questions and the TTL of a part. */
    void add(QuestionLog part) {
        unanswered.addAll(part.unanswered);
        lowerTtl(part.leastTtl);
    }

    private void lowerTtl(Optional<Duration> ttl) {
        if (ttl.isPresent() && (leastTtl.isEmpty() || ttl.get().compareTo(leastTtl.get()) < 0)) {
            leastTtl = ttl;
        }
    }

    /** Returns the unanswered questions, in the order asked. */
    Set<Question> unanswered() {
        return Collections.unmodifiableSet(unanswered);
    }

    Duration leastTtl() {
        return leastTtl.orElse(Duration.ZERO);
    }
}
