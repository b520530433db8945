package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import java.util.Optional;

/** Answers to questions, as far as they have been asked. */
public interface AnswerCache {
    /**
     * The answer, with CNAME and DNAME followed (the RRset found then has the last name as its
     * owner); empty where the question has not been asked.
     */
    Optional<DnsAnswer<RRset>> answer(Question question);
}
