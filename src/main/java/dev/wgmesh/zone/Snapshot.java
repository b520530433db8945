package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
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
public final class Snapshot implements AnswerCache {
    /** Aliases followed for one question at the most. */
    static final int MAX_ALIASES = 8;

    private static final String GIVE =
            "give its folder, --zones DIR, or a server to ask, --resolver HOST";

    private final List<ZoneContents> zones;
    private final Map<Question, DnsAnswer<RRset>> answers;
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
            Map<Question, DnsAnswer<RRset>> answers,
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
    public Map<Question, DnsAnswer<RRset>> answers() {
        return Collections.unmodifiableMap(answers);
    }

    /** The whole zone that speaks for the name; empty where there is none. */
    public Optional<ZoneContents> zoneOf(Name name) {
        return zones.stream().filter(zone -> name.subdomain(zone.apex())).findFirst();
    }

    @Override
    public Optional<DnsAnswer<RRset>> answer(Question question) {
        return switch (follow(question)) {
            case Resolution.Answer(DnsAnswer<RRset> answer) -> Optional.of(answer);
            case Resolution.Outside(Question asked, long ttl, String why) -> {
                DnsAnswer<RRset> known = answers.get(asked);
                if (known != null) {
                    yield Optional.of(known.atMost(seconds(ttl)));
                }
                yield closedWorld.map(world -> failed(asked, why + world, GIVE));
            }
        };
    }

    /**
     * The question that leads out of the whole zones and has no answer yet: this one, or its type
     * at the target of its aliases; empty where nothing is left to be asked.
     */
    public Optional<Question> unanswered(Question question) {
        return follow(question) instanceof Resolution.Outside(Question asked, _, _)
                        && !answers.containsKey(asked)
                ? Optional.of(asked)
                : Optional.empty();
    }

    /** Where a question leads within the whole zones. */
    private sealed interface Resolution {
        /** To an answer. */
        record Answer(DnsAnswer<RRset> answer) implements Resolution {}

        /**
         * Out of them.
         *
         * @param ttl the least of the aliases followed, in seconds
         * @param why what is said of it in a closed world, up to that world's own words
         */
        record Outside(Question asked, long ttl, String why) implements Resolution {}
    }

    private Resolution follow(Question question) {
        Question asked = question;
        long ttl = Long.MAX_VALUE;
        for (int aliases = 0; aliases <= MAX_ALIASES; aliases++) {
            Optional<ZoneContents> zone = zoneOf(asked.owner());
            if (zone.isEmpty()) {
                return new Resolution.Outside(asked, ttl, "its zone is ");
            }
            if (!zone.get().syntaxErrors().isEmpty()) {
                return new Resolution.Answer(broken(question, zone.get()));
            }
            switch (zone.get().answer(asked)) {
                case ZoneAnswer.Records(RRset set) -> {
                    Duration least = seconds(Math.min(ttl, set.ttl()));
                    return new Resolution.Answer(new DnsAnswer.Found<>(set, least));
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
                        return new Resolution.Answer(
                                failed(question, "its DNAME makes a name that is too long"));
                    }
                }
                case ZoneAnswer.Delegation(RRset servers) -> {
                    String cut = servers.question().owner().toString(true);
                    return new Resolution.Outside(asked, ttl, "delegated at " + cut + ", a zone ");
                }
                case ZoneAnswer.NoData _, ZoneAnswer.NoName _ -> {
                    Duration least = seconds(negativeTtl(zone.get(), ttl));
                    return new Resolution.Answer(new DnsAnswer.Absent<>(least));
                }
            }
        }
        return new Resolution.Answer(
                failed(question, "more than " + MAX_ALIASES + " aliases in a row (a CNAME loop?)"));
    }

    private static DnsAnswer<RRset> failed(Question question, String what) {
        return failed(question, what, "");
    }

    private static DnsAnswer<RRset> failed(Question question, String what, String fix) {
        return new DnsAnswer.Failed<>(new Problem(question.toString(), what, fix));
    }

    /** A zone with a broken line tells nothing: any record may have stood there. */
    private static DnsAnswer<RRset> broken(Question question, ZoneContents zone) {
        SyntaxError first = zone.syntaxErrors().getFirst();
        int more = zone.syntaxErrors().size() - 1;
        String others = more == 0 ? "" : ", and " + more + " more in " + zone.source();
        String where = first.place() + ":" + first.place().column();
        return failed(
                question, "cannot be told: " + where + " " + first.what() + others, first.fix());
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
