package dev.wgmesh.config;

import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProvider.Reading;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Name;

/** A zone as far as it was read: whole, or in parts, each by the questions it was asked. */
final class ReadZone {
    private final Optional<ZoneProvider> provider;
    private final Map<Question, ZoneContents> parts = new TreeMap<>();
    private ZoneContents latest;
    private boolean whole;

    private ReadZone(Optional<ZoneProvider> provider, ZoneContents latest, boolean whole) {
        this.provider = provider;
        this.latest = latest;
        this.whole = whole;
    }

    /** A zone that is known as a whole. */
    static ReadZone whole(ZoneContents zone) {
        return new ReadZone(Optional.empty(), zone, true);
    }

    /** The zone of the place, with the answer to one question within it at least. */
    static ReadZone of(ZoneProvider provider, Question first) {
        Reading reading = provider.read(List.of(first));
        var zone = new ReadZone(Optional.of(provider), reading.zone(), reading.whole());
        zone.parts.put(first, reading.zone());
        return zone;
    }

    Name apex() {
        return latest.apex();
    }

    /** The whole zone; empty where only parts of it are given. */
    Optional<ZoneContents> contents() {
        return whole ? Optional.of(latest) : Optional.empty();
    }

    /** What tells the answer to the question; empty: it has not been asked. */
    Optional<ZoneContents> telling(Question question) {
        return whole ? Optional.of(latest) : Optional.ofNullable(parts.get(question));
    }

    /** Asks questions within the zone; {@link #telling} then knows of each. */
    void read(Collection<Question> questions) {
        Reading reading = provider.orElseThrow().read(questions);
        latest = reading.zone();
        whole = reading.whole();
        questions.forEach(question -> parts.put(question, reading.zone()));
    }
}
