package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The answers of the last reading, and which of them a reading now may use without asking again.
 *
 * <p>An answer may be used until its TTL has run out. If it is known which zone holds it and which
 * serial the zone had, and an authoritative server now says the same serial, the answer is as if it
 * had been read now. No answer is used for longer than {@link #MAX_AGE}, so that a stale or forged
 * serial hides no change for longer.
 */
public final class KeptAnswers {
    /** How long an answer is used at most. */
    public static final Duration MAX_AGE = Duration.ofHours(1);

    /** No answers: everything is asked. */
    public static final KeptAnswers NONE = new KeptAnswers(Map.of(), false, Map.of());

    private final Map<Question, KeptAnswer> answers;
    private final boolean complete;
    private final Map<ZoneSerial, Instant> confirmed;

    private KeptAnswers(
            Map<Question, KeptAnswer> answers,
            boolean complete,
            Map<ZoneSerial, Instant> confirmed) {
        this.answers = answers;
        this.complete = complete;
        this.confirmed = confirmed;
    }

    /**
     * Returns the questions for the serials of all zones with an answer that may no longer be used;
     * sorted.
     */
    public Set<Question> serialQuestions(Instant now) {
        var zones = new TreeSet<Name>();
        for (KeptAnswer kept : answers.values()) {
            if (kept.apex().isPresent() && !isCurrent(kept, now)) {
                zones.add(kept.apex().get());
            }
        }
        var questions = new TreeSet<Question>();
        zones.forEach(apex -> questions.add(new Question(apex, Type.SOA)));
        return questions;
    }

    /** Returns whether there is no answer. */
    public boolean isEmpty() {
        return answers.isEmpty();
    }

    /** Returns the same answers, with serials that authoritative servers have said now. */
    public KeptAnswers confirm(Collection<ZoneSerial> serials, Instant now) {
        var all = new HashMap<ZoneSerial, Instant>();
        var apexes = new TreeSet<Name>();
        for (ZoneSerial serial : serials) {
            if (serial.isRaised()) {
                all.put(serial, now);
            }
            apexes.add(serial.apex());
        }
        confirmed.forEach((serial, at) -> {
            if (!apexes.contains(serial.apex())) {
                all.put(serial, at);
            }
        });
        return new KeptAnswers(answers, complete, all);
    }

    /**
     * Returns the answer that may be used now, with the TTL that is left; empty: the question must
     * be asked.
     */
    public Optional<DnsAnswer<RRset>> current(Question question, Instant now) {
        return Optional.ofNullable(answers.get(question))
                .filter(kept -> isCurrent(kept, now))
                .map(kept -> kept.answer().atMost(Duration.between(now, validUntil(kept))));
    }

    /**
     * Returns the lowest TTL that is left if every question of the last reading has an answer that
     * may be used now, so that a reading would be the same; else empty.
     */
    public Optional<Duration> unchangedFor(Instant now) {
        if (!complete) {
            return Optional.empty();
        }
        Instant first = Instant.MAX;
        for (KeptAnswer kept : answers.values()) {
            if (!isCurrent(kept, now)) {
                return Optional.empty();
            }
            Instant end = validUntil(kept);
            first = end.isBefore(first) ? end : first;
        }
        return answers.isEmpty() ? Optional.empty() : Optional.of(Duration.between(now, first));
    }

    /** A clock that was set back makes every answer old. */
    private boolean isCurrent(KeptAnswer kept, Instant now) {
        return !now.isBefore(kept.readAt()) && now.isBefore(validUntil(kept));
    }

    private Instant validUntil(KeptAnswer kept) {
        return kept.validUntil(
                kept.serial().flatMap(serial -> Optional.ofNullable(confirmed.get(serial))));
    }

    /**
     * Returns the owners that an authoritative server answered for, but whose zone no reply names:
     * asking for their SOA makes it known. Sorted.
     *
     * @param used the questions of the reading that needed no asking
     * @param asked the answers that the reading asked for
     */
    public Set<Name> ownersWithoutZone(
            Collection<Question> used, Map<Question, TracedAnswer> asked) {
        Map<Name, Name> zones = zones(used, asked);
        var owners = new TreeSet<Name>();
        asked.forEach((question, answer) -> {
            if (answer.origin().isPresent() && !zones.containsKey(question.owner())) {
                owners.add(question.owner());
            }
        });
        return owners;
    }

    /**
     * Returns the answers of a reading that began now: those used again, and those asked for.
     * Failed answers are not kept, and answers to SOA questions only name zones.
     *
     * @param used as for {@link #ownersWithoutZone}
     * @param asked as for {@link #ownersWithoutZone}, asked after the serials were confirmed
     */
    public KeptAnswers next(
            Collection<Question> used, Map<Question, TracedAnswer> asked, Instant now) {
        Map<Name, Name> zones = zones(used, asked);
        var serials = new HashMap<Name, ZoneSerial>();
        confirmed.keySet().forEach(serial -> serials.put(serial.apex(), serial));
        var next = new HashMap<Question, KeptAnswer>();
        boolean whole = true;
        for (Question question : used) {
            KeptAnswer kept = answers.get(question);
            if (kept != null) {
                next.put(question, kept);
            }
        }
        for (Map.Entry<Question, TracedAnswer> entry : asked.entrySet()) {
            TracedAnswer traced = entry.getValue();
            if (traced.answer().isFailed()) {
                whole = false;
            } else if (entry.getKey().type() != Type.SOA) {
                Optional<Name> apex =
                        traced.origin()
                                .flatMap(_ ->
                                        Optional.ofNullable(zones.get(entry.getKey().owner())));
                Optional<ZoneSerial> serial =
                        apex.flatMap(name -> Optional.ofNullable(serials.get(name)))
                                .filter(said -> isFrom(said, traced));
                next.put(entry.getKey(), new KeptAnswer(traced.answer(), now, apex, serial));
            }
        }
        return new KeptAnswers(next, whole, confirmed);
    }

    private static boolean isFrom(ZoneSerial serial, TracedAnswer answer) {
        return answer.origin().filter(it -> it.server().equals(serial.server())).isPresent();
    }

    /**
     * Returns the apex of the zone of each name that an answer proves: a name in a zone, and every
     * name between it and the apex.
     */
    private Map<Name, Name> zones(Collection<Question> used, Map<Question, TracedAnswer> asked) {
        var zones = new HashMap<Name, Name>();
        for (Question question : used) {
            Optional.ofNullable(answers.get(question))
                    .flatMap(KeptAnswer::apex)
                    .ifPresent(apex -> addZone(zones, question.owner(), apex));
        }
        asked.forEach((question, answer) ->
                answer.origin()
                        .flatMap(AnswerOrigin::zone)
                        .ifPresent(zone -> addZone(zones, question.owner(), zone.apex())));
        return zones;
    }

    private static void addZone(Map<Name, Name> zones, Name owner, Name apex) {
        Name name = owner;
        while (zones.putIfAbsent(name, apex) == null && !name.equals(apex)) {
            name = new Name(name, 1);
        }
    }
}
