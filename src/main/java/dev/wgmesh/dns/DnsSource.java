package dev.wgmesh.dns;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.Collection;
import java.util.Map;

/** A source of DNS answers: resolvers, a folder of zone files, or both. */
public interface DnsSource {
    /**
     * Answers every question, following aliases. Questions are asked concurrently as far as the
     * source allows, each within its time-outs; a failure is an answer.
     */
    Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions);

    /**
     * Answers every question as a part of a larger reading.
     *
     * @param budget of all that is read; beyond it questions are Failed. A source that is not
     *     remote does not count against it
     */
    default Map<Question, DnsAnswer<RRset>> query(
            Collection<Question> questions, ReadingBudget budget) {
        return query(questions);
    }

    /** Returns the name for messages: {@code zones/}, {@code 127.0.0.1:5353}. */
    String description();
}
