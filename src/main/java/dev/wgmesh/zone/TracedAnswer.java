package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer and its origin.
 *
 * @param origin empty: from a cache, behind an alias, or unknown
 */
public record TracedAnswer(DnsAnswer<RRset> answer, Optional<AnswerOrigin> origin) {
    /** Returns the answers without an origin. */
    public static Map<Question, TracedAnswer> withoutOrigin(
            Map<Question, DnsAnswer<RRset>> answers) {
        var traced = new HashMap<Question, TracedAnswer>();
        answers.forEach((question, answer) ->
                traced.put(question, new TracedAnswer(answer, Optional.empty())));
        return traced;
    }
}
