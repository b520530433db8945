package dev.wgmesh.zone;

import dev.wgmesh.model.Answer;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * What is known of DNS at one moment, whatever the source: whole zones, answers to single
 * questions, or both. Whole zones speak first for the names within them.
 */
public final class Snapshot implements Answers {
    /** Aliases followed for one question at the most. */
    static final int MAX_ALIASES = 8;

    private final List<ZoneContents> zones;
    private final Map<Question, Answer<RRset>> answers;
    private final Optional<String> closedWorld;

    /**
     * A snapshot.
     *
     * @param zones whole zones; of two that hold a name the longer apex speaks for it
     * @param answers to questions asked one by one, aliases followed
     * @param closedWorld what is said of a name in no zone and of no answer ("not in zones/"),
     *     which makes it Failed; empty: such a question has not been asked
     */
    public Snapshot(
            List<ZoneContents> zones,
            Map<Question, Answer<RRset>> answers,
            Optional<String> closedWorld) {
        this.zones =
                zones.stream()
                        .sorted((a, b) -> Integer.compare(b.apex().labels(), a.apex().labels()))
                        .toList();
        this.answers = new TreeMap<>(answers);
        this.closedWorld = closedWorld;
    }

    /** The whole zones in it, deepest first. */
    public List<ZoneContents> zones() {
        return zones;
    }

    /** The answers in it that were asked one by one, sorted. */
    public Map<Question, Answer<RRset>> answers() {
        return Collections.unmodifiableMap(answers);
    }

    /** The whole zone that speaks for the name; empty where there is none. */
    public Optional<ZoneContents> zoneOf(Name name) {
        return zones.stream().filter(zone -> name.subdomain(zone.apex())).findFirst();
    }

    @Override
    public Optional<Answer<RRset>> to(Question question) {
        Question asked = question;
        long ttl = Long.MAX_VALUE;
        for (int aliases = 0; aliases <= MAX_ALIASES; aliases++) {
            Optional<ZoneContents> zone = zoneOf(asked.owner());
            if (zone.isEmpty()) {
                return elsewhere(asked, ttl);
            }
            if (!zone.get().findings().isEmpty()) {
                return failed(question, zone.get().source() + " has syntax errors");
            }
            switch (zone.get().answer(asked)) {
                case ZoneAnswer.Records(RRset set) -> {
                    return Optional.of(new Answer.Found<>(set, seconds(Math.min(ttl, set.ttl()))));
                }
                case ZoneAnswer.Cname(RRset set) -> {
                    ttl = Math.min(ttl, set.ttl());
                    var cname = (CNAMERecord) set.records().getFirst().record();
                    asked = new Question(cname.getTarget(), question.type());
                }
                case ZoneAnswer.Dname(RRset set) -> {
                    ttl = Math.min(ttl, set.ttl());
                    var dname = (DNAMERecord) set.records().getFirst().record();
                    try {
                        asked = new Question(asked.owner().fromDNAME(dname), question.type());
                    } catch (NameTooLongException _) {
                        return failed(question, "its DNAME makes a name that is too long");
                    }
                }
                case ZoneAnswer.Delegation(RRset servers) -> {
                    return delegated(asked, servers, ttl);
                }
                case ZoneAnswer.NoData _, ZoneAnswer.NoName _ -> {
                    return Optional.of(new Answer.Absent<>(seconds(negativeTtl(zone.get(), ttl))));
                }
            }
        }
        return failed(question, "more than " + MAX_ALIASES + " aliases in a row (a CNAME loop?)");
    }

    private Optional<Answer<RRset>> delegated(Question asked, RRset servers, long ttl) {
        Answer<RRset> known = answers.get(asked);
        if (known != null) {
            return Optional.of(capped(known, ttl));
        }
        if (closedWorld.isEmpty()) {
            return Optional.empty();
        }
        return failed(
                asked,
                "delegated at "
                        + servers.question().owner().toString(true)
                        + ", a zone "
                        + closedWorld.get());
    }

    private Optional<Answer<RRset>> elsewhere(Question asked, long ttl) {
        Answer<RRset> known = answers.get(asked);
        if (known != null) {
            return Optional.of(capped(known, ttl));
        }
        return closedWorld.isEmpty()
                ? Optional.empty()
                : failed(asked, "its zone is " + closedWorld.get());
    }

    private static Answer<RRset> capped(Answer<RRset> answer, long ttl) {
        return switch (answer) {
            case Answer.Found<RRset>(RRset set, Duration own) ->
                    new Answer.Found<>(set, seconds(Math.min(ttl, own.toSeconds())));
            case Answer.Absent<RRset>(Duration own) ->
                    new Answer.Absent<>(seconds(Math.min(ttl, own.toSeconds())));
            case Answer.Failed<RRset> _ -> answer;
        };
    }

    private static Optional<Answer<RRset>> failed(Question question, String what) {
        return Optional.of(new Answer.Failed<>(Problem.of(question.toString(), what)));
    }

    /** RFC 2308, section 5: the lesser of the SOA's TTL and its minimum field. */
    private static long negativeTtl(ZoneContents zone, long ttl) {
        return zone.set(new Question(zone.apex(), Type.SOA))
                .map(set -> (SOARecord) set.records().getFirst().record())
                .map(soa -> Math.min(ttl, Math.min(soa.getTTL(), soa.getMinimum())))
                .orElse(0L);
    }

    private static Duration seconds(long ttl) {
        return Duration.ofSeconds(ttl);
    }
}
