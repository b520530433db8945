package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;

/** The progress of one question: the name to query now, and the servers already queried. */
final class LookupState {
    private final Question question;
    private Map<String, Integer> faults = Map.of();
    private Set<NameServer> answered = Set.of();
    private Question currentQuestion;
    private String fix = "";
    private int aliases;
    private long ttl = Integer.MAX_VALUE;
    private int attempts;
    private boolean truncated;

    LookupState(Question asked) {
        this.question = asked;
        this.currentQuestion = asked;
    }

    Question question() {
        return question;
    }

    /** Returns the question to send now: the original, or its type at an alias's target. */
    Question currentQuestion() {
        return currentQuestion;
    }

    int aliases() {
        return aliases;
    }

    /**
     * Returns the server to try next: each in turn, at least two tries in all; empty when every
     * server has been tried, was given up, or sent an unusable answer.
     */
    Optional<NameServer> next(List<NameServer> servers, Set<NameServer> givenUp) {
        truncated = false;
        while (attempts < Math.max(2, servers.size())) {
            NameServer server = servers.get(attempts++ % servers.size());
            if (givenUp.contains(server)) {
                failed(server, ServerFault.unresponsive());
            } else if (!answered.contains(server)) {
                return Optional.of(server);
            }
        }
        return Optional.empty();
    }

    /** Records that the answer of the current server is too long for UDP. */
    void truncated() {
        truncated = true;
    }

    /** Returns whether the answer of the current server is too long for UDP. */
    boolean needsTcp() {
        return truncated;
    }

    /** Continues with an alias's target; every server may be queried again. */
    void follow(Name target, int steps, long least) {
        currentQuestion = new Question(target, question.type());
        aliases += steps;
        ttl = Math.min(ttl, least);
        attempts = 0;
        answered = Set.of();
        faults = Map.of();
    }

    /** Records that the server did not answer; it may be queried again. */
    void failed(NameServer server, ServerFault fault) {
        if (faults.isEmpty()) {
            faults = new LinkedHashMap<>();
        }
        faults.merge(server + " " + fault.what(), 1, Integer::sum);
        fix = fault.fix();
    }

    /** Records an unusable answer; the server is not queried again. */
    void rejectServer(NameServer server, ServerFault fault) {
        failed(server, fault);
        if (answered.isEmpty()) {
            answered = new HashSet<>();
        }
        answered.add(server);
    }

    /** Returns the answer, with the lowest TTL of its aliases. */
    DnsAnswer<RRset> answer(LookupResult.Final end) {
        return switch (end) {
            case LookupResult.Found(RRset set, long least) ->
                    new DnsAnswer.Found<>(set, Duration.ofSeconds(Math.min(ttl, least)));
            case LookupResult.Absent(long least) ->
                    new DnsAnswer.Absent<>(Duration.ofSeconds(Math.min(ttl, least)));
        };
    }

    /** Returns the failure when no server is left, with the fault of each. */
    DnsAnswer<RRset> failed() {
        List<String> what = new ArrayList<>();
        faults.forEach(
                (text, times) -> what.add(times > 1 ? text + ", " + times + " times" : text));
        String alias =
                currentQuestion.equals(question)
                        ? ""
                        : "alias of " + currentQuestion.owner().toString(true) + ": ";
        return failed(alias + String.join("; ", what), fix);
    }

    DnsAnswer<RRset> failed(String what, String how) {
        return new DnsAnswer.Failed<>(new Problem(question.toString(), what, how));
    }
}
