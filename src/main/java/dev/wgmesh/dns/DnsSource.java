package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.zone.AnswerCache;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TracedAnswer;
import java.util.Collection;
import java.util.Map;

/** A source of DNS answers: resolvers, a folder of zone files, or both. */
public interface DnsSource {
    /**
     * Answers every question, following aliases. Questions are asked concurrently as far as the
     * source allows, each within its time-outs; a failure is an answer. The map has no order.
     */
    Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions);

    /**
     * Answers every question as {@link #query} does, with the origin of each answer where this
     * source knows it.
     */
    default Map<Question, TracedAnswer> trace(Collection<Question> questions) {
        return TracedAnswer.withoutOrigin(query(questions));
    }

    /**
     * Returns the answers that this source has at hand: those of whole zones that it has read. They
     * are the same as by {@link #query}, without the cost of a question; they become more when a
     * query makes the source read a zone.
     */
    default AnswerCache atHand() {
        return AnswerCache.none();
    }

    /**
     * Returns whether an answer may be used again until its TTL has run out; false for files and
     * whole zones, which each reading reads anew.
     */
    default boolean honoursTtl() {
        return false;
    }

    /** Returns the name for messages: {@code zones/}, {@code 127.0.0.1:5353}. */
    String description();
}
