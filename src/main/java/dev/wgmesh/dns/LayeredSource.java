package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.zone.AnswerCache;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.NameAnswers;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * Whole zones, and another source for everything else: names of other zones, alias targets,
 * delegated names.
 */
public final class LayeredSource implements DnsSource {
    private final List<ZoneContents> zones;
    private final DnsSnapshot known;
    private final String place;
    private final DnsSource others;

    /**
     * Creates a source that answers from the zones first.
     *
     * @param place the name of the zones in messages: their folder
     */
    public LayeredSource(List<ZoneContents> zones, String place, DnsSource others) {
        this.zones = List.copyOf(zones);
        this.known = new DnsSnapshot(zones, Map.of(), Optional.empty());
        this.place = place;
        this.others = others;
    }

    @Override
    public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
        var answers = new HashMap<Question, DnsAnswer<RRset>>();
        var left = new ArrayList<Question>();
        for (Question question : questions) {
            known.answer(question)
                    .ifPresentOrElse(
                            answer -> answers.put(question, answer), () -> left.add(question));
        }
        if (!left.isEmpty()) {
            answers.putAll(answersBeyond(left));
        }
        return answers;
    }

    /** Returns the answers to questions that lead out of the zones. */
    private Map<Question, DnsAnswer<RRset>> answersBeyond(List<Question> questions) {
        var asked = new LinkedHashSet<Question>();
        questions.forEach(question -> known.unanswered(question).ifPresent(asked::add));
        var all =
                new DnsSnapshot(zones, others.query(asked), Optional.of("not in " + description()));
        var answers = new HashMap<Question, DnsAnswer<RRset>>();
        questions.forEach(question ->
                all.answer(question).ifPresent(answer -> answers.put(question, answer)));
        return answers;
    }

    @Override
    public AnswerCache atHand() {
        return new AnswerCache() {
            @Override
            public Optional<DnsAnswer<RRset>> answer(Question question) {
                return at(question.owner()).answer(question.type());
            }

            @Override
            public NameAnswers at(Name owner) {
                return known.zoneOf(owner).isPresent()
                        ? known.at(owner)
                        : others.atHand().at(owner);
            }
        };
    }

    /** Returns {@code zones/, then 127.0.0.1:53}. */
    @Override
    public String description() {
        return place + ", then " + others.description();
    }
}
