package dev.wgmesh.config;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProvider.Reading;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.NameAnswers;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;

/** A zone as far as it was read: whole, or in parts, each by the questions it was asked. */
final class PartialZone {
    private final Optional<ZoneProvider> provider;
    private final Map<Question, Reading> parts = new HashMap<>();
    private Reading latest;

    private PartialZone(Optional<ZoneProvider> provider, Reading latest) {
        this.provider = provider;
        this.latest = latest;
    }

    /** Returns a zone that is known as a whole. */
    static PartialZone ofComplete(ZoneContents zone) {
        return new PartialZone(Optional.empty(), new FileReading(zone));
    }

    /** A zone of a file, which is not read again. */
    private record FileReading(ZoneContents zone) implements Reading {
        @Override
        public String version() {
            return "";
        }
    }

    /** Returns the zone of the place, with the answer to one question within it at least. */
    static PartialZone of(ZoneProvider provider, Question first, ReadingBudget budget) {
        Reading reading = provider.answers(List.of(first), budget);
        var zone = new PartialZone(Optional.of(provider), reading);
        zone.parts.put(first, reading);
        return zone;
    }

    Name apex() {
        return latest.zone().apex();
    }

    /** Returns the whole zone; empty where only parts of it are given. */
    Optional<ZoneContents> completeZone() {
        return latest.isComplete() ? Optional.of(latest.zone()) : Optional.empty();
    }

    /**
     * Returns the answers about a name that the whole zone has at hand; none where only parts of it
     * are given, or where they lead on to another name or zone.
     */
    NameAnswers atHand(Name owner) {
        if (!latest.isComplete()) {
            return NameAnswers.NONE;
        }
        return new ListedAnswers(latest, owner, DnsSnapshot.answers(latest.zone(), owner));
    }

    /** The answers about a name of a whole zone, without those that are not plain records. */
    private record ListedAnswers(Reading whole, Name owner, NameAnswers answers)
            implements NameAnswers {
        @Override
        public Optional<DnsAnswer<RRset>> answer(int type) {
            return whole.unlisted(new Question(owner, type)).isPresent()
                    ? Optional.empty()
                    : answers.answer(type);
        }
    }

    /** Returns the zone that answers the question; empty: the question was not asked. */
    Optional<ZoneContents> answering(Question question) {
        return reading(question).map(Reading::zone);
    }

    /** Returns why the question has no answer although it was read. */
    Optional<Problem> unlisted(Question question) {
        return reading(question).flatMap(reading -> reading.unlisted(question));
    }

    private Optional<Reading> reading(Question question) {
        return latest.isComplete() ? Optional.of(latest) : Optional.ofNullable(parts.get(question));
    }

    /** Asks questions within the zone; {@link #answering} then knows of each. */
    void read(Collection<Question> questions, ReadingBudget budget) {
        latest = provider.orElseThrow().answers(questions, budget);
        questions.forEach(question -> parts.put(question, latest));
    }
}
