package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * The answers about a name, of which some are found apart from the others. A class, not a lambda,
 * since one is made for each name.
 *
 * @param own those found for the name
 * @param others where the answers are that these lack
 */
public record FirstAnswers(Name owner, NameAnswers own, AnswerCache others) implements NameAnswers {
    @Override
    public Optional<DnsAnswer<RRset>> answer(int type) {
        Optional<DnsAnswer<RRset>> known = own.answer(type);
        return known.isPresent() ? known : others.answer(new Question(owner, type));
    }
}
