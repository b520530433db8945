package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import java.util.Optional;
import org.xbill.DNS.Name;

/** The answers to questions that have been looked up. */
public interface AnswerCache {
    /** Returns a cache without answers. */
    static AnswerCache none() {
        return _ -> Optional.empty();
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
