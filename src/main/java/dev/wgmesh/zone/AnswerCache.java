package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import java.util.Optional;

/** The answers to questions that have been looked up. */
public interface AnswerCache {
    /**
     * Returns the answer after following CNAME and DNAME (the RRset then has the last name as its
     * owner); empty where the question has not been looked up.
     */
    Optional<DnsAnswer<RRset>> answer(Question question);
}
