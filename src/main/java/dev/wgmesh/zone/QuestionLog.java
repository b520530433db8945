package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;

/** The unanswered questions of one decoding, and the lowest TTL of its answers. */
final class QuestionLog {
    private static final String PENDING = "was not looked up";
    private static final DnsAnswer<RRset> NOT_YET = new DnsAnswer.Failed<>(Problem.of("", PENDING));

    private final AnswerCache answers;
    private final boolean asking;
    private Set<Question> unanswered = Set.of();
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
        return at(question.owner()).answer(question.type());
    }

    /** Returns the answers about a name, which are in the log as soon as they are looked at. */
    Answers at(Name owner) {
        return new Answers(owner, answers.at(owner));
    }

    /** The answers about one name. */
    final class Answers {
        private final Name owner;
        private final NameAnswers known;

        private Answers(Name owner, NameAnswers known) {
            this.owner = owner;
            this.known = known;
        }

        DnsAnswer<RRset> answer(int type) {
            Optional<DnsAnswer<RRset>> answer = known.answer(type);
            if (answer.isEmpty()) {
                var question = new Question(owner, type);
                addUnanswered(question);
                return asking
                        ? NOT_YET
                        : new DnsAnswer.Failed<>(Problem.of(question.toString(), PENDING));
            }
            lowerTtl(answer.get());
            return answer.get();
        }
    }

    /**
     * Notes the question as unanswered if it is, and returns whether it has an answer; saves
     * decoding what has none yet.
     */
    boolean require(Question question) {
        boolean answered = answers.answer(question).isPresent();
        if (!answered) {
            addUnanswered(question);
        }
        return answered;
    }

    private void addUnanswered(Question question) {
        if (unanswered.isEmpty()) {
            unanswered = new LinkedHashSet<>();
        }
        unanswered.add(question);
    }

    /** Returns a log of a part of what is decoded, with the same answers. */
    QuestionLog part() {
        return new QuestionLog(answers, asking);
    }

    /** Takes over the unanswered questions and the TTL of a part. */
    void add(QuestionLog part) {
        if (!part.unanswered.isEmpty()) {
            part.unanswered.forEach(this::addUnanswered);
        }
        lowerTtl(part.shortest());
    }

    /** Returns the lowest TTL of the answers; empty: none has a TTL. */
    Optional<Duration> shortest() {
        return leastTtl;
    }

    /** Takes over the lowest TTL of a part that was decoded before. */
    void lowerTtl(Optional<Duration> ttl) {
        if (ttl.isPresent()) {
            lowerTtl(ttl.get());
        }
    }

    private void lowerTtl(DnsAnswer<RRset> answer) {
        switch (answer) {
            case DnsAnswer.Found<RRset>(_, Duration ttl) -> lowerTtl(ttl);
            case DnsAnswer.Absent<RRset>(Duration ttl) -> lowerTtl(ttl);
            case DnsAnswer.Failed<RRset> _ -> {}
        }
    }

    private void lowerTtl(Duration ttl) {
        if (leastTtl.isEmpty() || ttl.compareTo(leastTtl.get()) < 0) {
            leastTtl = Optional.of(ttl);
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
