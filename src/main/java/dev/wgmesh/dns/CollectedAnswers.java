package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.zone.AnswerCache;
import dev.wgmesh.zone.NameAnswers;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;

/** The answers of a source in one reading: those it had at hand, and those it was asked for. */
public final class CollectedAnswers implements AnswerCache {
    private final AnswerCache atHand;
    private final Map<Question, DnsAnswer<RRset>> asked = new HashMap<>();

    CollectedAnswers(AnswerCache atHand) {
        this.atHand = atHand;
    }

    void add(Question question, DnsAnswer<RRset> answer) {
        asked.put(question, answer);
    }

    /** Returns every question that the source was asked, with its answer; no order. */
    public Map<Question, DnsAnswer<RRset>> asked() {
        return Collections.unmodifiableMap(asked);
    }

    @Override
    public Optional<DnsAnswer<RRset>> answer(Question question) {
        Optional<DnsAnswer<RRset>> known = atHand.answer(question);
        return known.isPresent() ? known : Optional.ofNullable(asked.get(question));
    }

    @Override
    public NameAnswers at(Name owner) {
        return new AtName(owner, atHand.at(owner));
    }

    /** The answers about a name. A class of its own: one is made for each name. */
    private final class AtName implements NameAnswers {
        private final Name owner;
        private final NameAnswers own;

        AtName(Name owner, NameAnswers own) {
            this.owner = owner;
            this.own = own;
        }

        @Override
        public Optional<DnsAnswer<RRset>> answer(int type) {
            Optional<DnsAnswer<RRset>> known = own.answer(type);
            return known.isPresent()
                    ? known
                    : Optional.ofNullable(asked.get(new Question(owner, type)));
        }
    }
}
