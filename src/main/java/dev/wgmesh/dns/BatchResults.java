package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.AnswerOrigin;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TracedAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Message;

/**
 * What the queries of a batch found out: an answer or, where signatures were asked for, a reply.
 */
final class BatchResults {
    private final Map<Question, DnsAnswer<RRset>> answers;
    private final Map<Question, DnsAnswer<Message>> replies = new HashMap<>();
    private final Map<Question, AnswerOrigin> origins = new HashMap<>();

    /** Makes room for the answers to so many questions. */
    BatchResults(int questions) {
        this.answers = HashMap.newHashMap(questions);
    }

    /** Returns the results of questions none of which could be sent. */
    static BatchResults failed(Collection<Question> questions, IOException cause) {
        var results = new BatchResults(questions.size());
        for (Question question : questions) {
            results.answer(
                    question,
                    new DnsAnswer.Failed<>(
                            Problem.of(question.toString(), "cannot be queried: " + cause)));
        }
        return results;
    }

    /** Sets the answer to a question. */
    void answer(Question question, DnsAnswer<RRset> answer) {
        answers.put(question, answer);
    }

    /** Sets the reply to a question as the server sent it. */
    void reply(Question question, Message reply) {
        replies.put(question, new DnsAnswer.Found<>(reply, Duration.ZERO));
    }

    /** Notes which server and zone the answer to a question comes from, if the reply says so. */
    void origin(Question question, Message reply, NameServer server) {
        AnswerOrigin.of(question, reply, server.toString())
                .ifPresent(origin -> origins.put(question, origin));
    }

    /** Returns the answer to each question. */
    Map<Question, DnsAnswer<RRset>> answers() {
        return answers;
    }

    /** Returns the answer to each question, with its origin. */
    Map<Question, TracedAnswer> traced() {
        var traced = new HashMap<Question, TracedAnswer>();
        answers.forEach((question, answer) ->
                traced.put(
                        question,
                        new TracedAnswer(answer, Optional.ofNullable(origins.get(question)))));
        return traced;
    }

    /** Returns the reply to each question; a failed answer is a failed reply. */
    Map<Question, DnsAnswer<Message>> replies() {
        var all = new HashMap<>(replies);
        answers.forEach((question, answer) ->
                answer.failure()
                        .ifPresent(problem -> all.put(question, new DnsAnswer.Failed<>(problem))));
        return all;
    }
}
