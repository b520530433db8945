package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.zone.AnswerCache;
import dev.wgmesh.zone.FirstAnswers;
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
    private final AnswerCache ofAsked = question -> Optional.ofNullable(asked.get(question));

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
        return known.isPresent() ? known : ofAsked.answer(question);
    }

    @Override
    public NameAnswers at(Name owner) {
        return new FirstAnswers(owner, atHand.at(owner), ofAsked);
    }
}
