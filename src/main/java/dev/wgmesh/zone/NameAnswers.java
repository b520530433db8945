package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import java.util.Optional;

/** The answers to questions about one name, found once and then asked for by type. */
@FunctionalInterface
public interface NameAnswers {
    /** No answers: nothing about the name has been looked up. */
    NameAnswers NONE = _ -> Optional.empty();

    /** Returns what {@link AnswerCache#answer} returns for the name and a type. */
    Optional<DnsAnswer<RRset>> answer(int type);
}
