package dev.wgmesh.dns;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.limits.Stopwatch;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.DnssecMode;
import dev.wgmesh.model.DnssecResult;
import dev.wgmesh.model.DnssecStatus;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.xbill.DNS.Message;

/**
 * Looks questions up and validates each answer, following aliases. DS and DNSKEY records are looked
 * up once for all calls.
 */
final class DnssecQueries {
    /** The most DS and DNSKEY records that are looked up. */
    static final int MAX_KEY_QUESTIONS = 10_000;

    private final ResolverAccess access;
    private final Dnssec dnssec;
    private final DnssecValidator validator;
    private int keyQuestions;

    DnssecQueries(ResolverAccess access, Dnssec dnssec) {
        this.access = access;
        this.dnssec = dnssec;
        this.validator = new DnssecValidator(dnssec.anchors(), access.clock());
    }

    /** Answers every question, within the time of one call and as long as the reading's lasts. */
    Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions, ReadingBudget reading) {
        return new Call(questions, reading).run();
    }

    /** A question on its way to an answer. */
    private static final class Lookup {
        private final LookupState state;
        private DnssecResult result = DnssecResult.SECURE;

        Lookup(Question question) {
            this.state = new LookupState(question);
        }
    }

    /** One call: rounds of questions, until every question has an answer. */
    private final class Call {
        private final Stopwatch stopwatch = new Stopwatch(access.clock());
        private final Duration budget;
        private final ReadingBudget reading;
        private final Map<Question, Lookup> pending = new LinkedHashMap<>();
        private final Map<Question, DnsAnswer<Message>> replies = new HashMap<>();
        private final Map<Question, DnsAnswer<RRset>> answers = new HashMap<>();
        private final Set<Question> keysNeeded = new LinkedHashSet<>();

        Call(Collection<Question> questions, ReadingBudget reading) {
            this.reading = reading;
            this.budget = access.limits().budget(questions.size());
            questions.forEach(question -> pending.put(question, new Lookup(question)));
        }

        Map<Question, DnsAnswer<RRset>> run() {
            while (!pending.isEmpty()) {
                Duration left = budget.minus(stopwatch.elapsed());
                if (Thread.currentThread().isInterrupted()) {
                    failAll("interrupted", "");
                    break;
                }
                if (left.isNegative()) {
                    failAll(
                            "no validated answer within the "
                                    + budget.toSeconds()
                                    + " s for all queries",
                            "choose a nearer server: --resolver ADDRESS");
                    break;
                }
                if (keysNeeded.isEmpty()) {
                    replies.putAll(ask(currentQuestions(), left));
                } else {
                    keyQuestions += keysNeeded.size();
                    if (keyQuestions > MAX_KEY_QUESTIONS) {
                        failAll(
                                "not validated: more than "
                                        + MAX_KEY_QUESTIONS
                                        + " DS and DNSKEY records",
                                "give a trust anchor of the zone: --dnssec-anchor FILE");
                        break;
                    }
                    ask(keysNeeded, left).forEach(validator::add);
                    keysNeeded.clear();
                }
                List.copyOf(pending.values()).forEach(this::advance);
            }
            return answers;
        }

        private Map<Question, DnsAnswer<Message>> ask(Set<Question> open, Duration left) {
            return QueryBatch.signedReplies(open, access, left, reading);
        }

        private Set<Question> currentQuestions() {
            return pending.values().stream()
                    .map(lookup -> lookup.state.currentQuestion())
                    .filter(question -> !replies.containsKey(question))
                    .collect(Collectors.toSet());
        }

        private void failAll(String what, String fix) {
            pending.values()
                    .forEach(lookup ->
                            answers.put(lookup.state.question(), lookup.state.failed(what, fix)));
        }

        /** Takes a lookup as far as the replies at hand allow. */
        private void advance(Lookup lookup) {
            while (pending.containsKey(lookup.state.question())) {
                DnsAnswer<Message> reply = replies.get(lookup.state.currentQuestion());
                if (reply == null) {
                    return;
                }
                boolean advanced =
                        switch (reply) {
                            case DnsAnswer.Found<Message>(Message message, _) ->
                                    validate(lookup, message);
                            case DnsAnswer.Failed<Message>(Problem problem) ->
                                    fail(lookup, problem.what(), problem.fix());
                            case DnsAnswer.Absent<Message> _ -> fail(lookup, "no reply", "");
                        };
                if (!advanced) {
                    return;
                }
            }
        }

        private boolean validate(Lookup lookup, Message message) {
            Question asked = lookup.state.currentQuestion();
            var reply = SignedReply.of(asked, message, lookup.state.aliases(), validator.anchors());
            return switch (validator.validate(reply)) {
                case DnssecValidator.Outcome.Incomplete(Set<Question> questions) -> {
                    keysNeeded.addAll(questions);
                    yield false;
                }
                case DnssecValidator.Outcome.Unavailable(Problem problem) ->
                        fail(
                                lookup,
                                "cannot be validated: " + problem.where() + ": " + problem.what(),
                                "give a resolver that answers DS and DNSKEY, or a trust anchor"
                                        + " of the zone: --dnssec-anchor FILE");
                case DnssecValidator.Outcome.Validated(DnssecResult result, String fix) -> {
                    lookup.result = lookup.result.worse(result);
                    yield accepted(lookup, result, fix, reply);
                }
            };
        }

        private boolean accepted(
                Lookup lookup, DnssecResult result, String fix, SignedReply reply) {
            return switch (result.status()) {
                case SECURE -> answer(lookup, reply, reply.leastTtl(access.clock().instant()));
                case INSECURE ->
                        dnssec.mode() == DnssecMode.REQUIRE
                                ? fail(
                                        lookup,
                                        "the answer is insecure: " + result.reason(),
                                        "sign the zone and publish its DS record, or use --dnssec"
                                                + " prefer")
                                : answer(lookup, reply, Integer.MAX_VALUE);
                case BOGUS -> fail(lookup, "the answer is bogus: " + result.reason(), fix);
            };
        }

        private boolean answer(Lookup lookup, SignedReply reply, long most) {
            LookupState state = lookup.state;
            switch (LookupResult.of(state.currentQuestion(), reply.message(), state.aliases())) {
                case LookupResult.Found(RRset set, long ttl) ->
                        end(lookup, state.answer(new LookupResult.Found(set, Math.min(ttl, most))));
                case LookupResult.Absent(long ttl) when reply.denies() ->
                        end(lookup, state.answer(new LookupResult.Absent(Math.min(ttl, most))));
                case LookupResult.Alias(var target, int steps, long ttl) ->
                        state.follow(target, steps, Math.min(ttl, most));
                case LookupResult.Failed(ServerFault fault, _) ->
                        fail(lookup, fault.what(), fault.fix());
                case LookupResult.Absent _, LookupResult.NoEdns _ ->
                        fail(lookup, "the reply is not an answer", "");
            }
            return true;
        }

        private boolean fail(Lookup lookup, String what, String fix) {
            end(lookup, lookup.state.failed(what, fix));
            return true;
        }

        private void end(Lookup lookup, DnsAnswer<RRset> answer) {
            Question question = lookup.state.question();
            if (!answer.isFailed() || lookup.result.status() != DnssecStatus.SECURE) {
                dnssec.log().add(question, lookup.result);
            }
            answers.put(question, answer);
            pending.remove(question);
        }
    }
}
