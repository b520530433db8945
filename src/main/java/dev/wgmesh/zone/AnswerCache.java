package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * The answers to questions that have been looked up. Several threads may look at them at once as
 * long as none is added.
 */
public interface AnswerCache {
    /** Returns a cache without answers. */
    static AnswerCache none() {
        return NoAnswers.INSTANCE;
    }

    /** A cache without answers. */
    enum NoAnswers implements AnswerCache {
        INSTANCE;

        @Override
        public Optional<DnsAnswer<RRset>> answer(Question question) {
            return Optional.empty();
        }

        @Override
        public NameAnswers at(Name owner) {
            return NameAnswers.NONE;
        }
    }

    /**
     * Returns the answer after following CNAME and DNAME (the RRset then has the last name as its
     * owner); empty where the question has not been looked up.
     */
    Optional<DnsAnswer<RRset>> answer(Question question);

    /** Returns the answers about a name, for a caller that needs several of its types. */
    default NameAnswers at(Name owner) {
        return type -> answer(new Question(owner, type));
    }
}
