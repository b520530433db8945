package dev.wgmesh.dns;

import dev.wgmesh.model.DnssecResult;
import dev.wgmesh.zone.Question;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The results of the validation of every answer so far. */
public final class DnssecLog {
    private final Map<Question, DnssecResult> results = new HashMap<>();

    /** Returns whether no answer came from a validating source. */
    public boolean isEmpty() {
        return results.isEmpty();
    }

    /** Returns the result; empty: the answer did not come from a validating source. */
    public Optional<DnssecResult> result(Question question) {
        return Optional.ofNullable(results.get(question));
    }

    void add(Question question, DnssecResult result) {
        results.put(question, result);
    }
}
