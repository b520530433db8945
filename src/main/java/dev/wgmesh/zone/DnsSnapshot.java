package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * DNS as read at one moment: whole zones, answers to single questions, or both. For a name in a
 * whole zone, the zone answers.
 */
public final class DnsSnapshot implements AnswerCache {
    private static final String GIVE =
            "give its folder (--zones DIR), or a resolver (--resolver HOST)";

    private final List<ZoneContents> zones;
    private final Map<Name, ZoneContents> zoneByApex = new HashMap<>();
    private final Map<Question, DnsAnswer<RRset>> answers;
    private final Optional<String> missingText;
    private volatile @Nullable Map<Question, DnsAnswer<RRset>> sorted;

    /**
     * Makes a snapshot.
     *
     * @param zones whole zones; a name belongs to the zone with the longest apex
     * @param answers to single questions, aliases followed
     * @param closedWorld end of the message for a name without zone and answer ("not in zones/"),
     *     whose lookup then counts as failed; empty: such a question has not been looked up
     */
    public DnsSnapshot(
            List<ZoneContents> zones,
            Map<Question, DnsAnswer<RRset>> answers,
            Optional<String> closedWorld) {
        this.zones =
                zones.stream()
                        .sorted((a, b) -> Integer.compare(b.apex().labels(), a.apex().labels()))
                        .toList();
        this.zones.forEach(zone -> zoneByApex.putIfAbsent(zone.apex(), zone));
        this.answers = new HashMap<>(answers);
        this.missingText = closedWorld;
    }

    /** Returns the whole zones, deepest first. */
    public List<ZoneContents> zones() {
        return zones;
    }

    /** Returns the answers to single questions, sorted; sorts at the first call. */
    public Map<Question, DnsAnswer<RRset>> answers() {
        Map<Question, DnsAnswer<RRset>> known = sorted;
        if (known == null) {
            known = Collections.unmodifiableMap(new TreeMap<>(answers));
            sorted = known;
        }
        return known;
    }

    /** Returns the whole zone that contains the name; empty where no zone does. */
    public Optional<ZoneContents> zoneOf(Name name) {
        if (zones.isEmpty()) {
            return Optional.empty();
        } else if (zones.size() == 1) {
            ZoneContents only = zones.getFirst();
            return name.subdomain(only.apex()) ? Optional.of(only) : Optional.empty();
        }
        int most = zones.getFirst().apex().labels();
        return AncestorNames.nearest(zoneByApex.keySet(), most, name)
                .flatMap(apex -> Optional.ofNullable(zoneByApex.get(apex)));
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
                yield missingText.map(world -> failed(asked, why + world, GIVE));
            }
        };
    }

    @Override
    public NameAnswers at(Name owner) {
        Optional<ZoneContents> zone = zoneOf(owner);
        if (zone.isEmpty()) {
            return AnswerCache.super.at(owner);
        }
        return new FirstAnswers(owner, answers(zone.get(), owner), this);
    }

    /**
     * Returns the answers of a whole zone about a name in it. Those that lead on to another name or
     * zone are empty, as are all where the zone has a syntax error.
     */
    public static NameAnswers answers(ZoneContents zone, Name owner) {
        if (!zone.syntaxErrors().isEmpty()) {
            return NameAnswers.NONE;
        }
        return new NodeAnswers(zone, owner, zone.node(owner));
    }

    /** The answers that end at a name of a whole zone. */
    private record NodeAnswers(ZoneContents zone, Name owner, ZoneNode node)
            implements NameAnswers {
        @Override
        public Optional<DnsAnswer<RRset>> answer(int type) {
            return end(owner, type, node.answer(type), zone, Long.MAX_VALUE);
        }
    }

    /**
     * Returns the question outside of the whole zones that has no answer yet: this one, or its type
     * at the target of its aliases; empty where every answer is known.
     */
    public Optional<Question> unanswered(Question question) {
        return follow(question) instanceof Resolution.Outside(Question asked, _, _)
                        && !answers.containsKey(asked)
                ? Optional.of(asked)
                : Optional.empty();
    }

    /** The result of following a question within the whole zones. */
    private sealed interface Resolution {
        /** The answer. */
        record Answer(DnsAnswer<RRset> answer) implements Resolution {}

        /**
         * A question outside of the whole zones.
         *
         * @param ttl the lowest of the aliases followed, in seconds
         * @param why beginning of the message that ends with {@code closedWorld}
         */
        record Outside(Question asked, long ttl, String why) implements Resolution {}
    }

    private Resolution follow(Question question) {
        Question asked = question;
        long ttl = Long.MAX_VALUE;
        for (int aliases = 0; aliases <= Question.MAX_ALIASES; aliases++) {
            Optional<ZoneContents> zone = zoneOf(asked.owner());
            if (zone.isEmpty()) {
                return new Resolution.Outside(asked, ttl, "its zone is ");
            }
            if (!zone.get().syntaxErrors().isEmpty()) {
                return new Resolution.Answer(broken(question, zone.get()));
            }
            ZoneAnswer given = zone.get().answer(asked);
            Optional<DnsAnswer<RRset>> end =
                    end(question.owner(), question.type(), given, zone.get(), ttl);
            if (end.isPresent()) {
                return new Resolution.Answer(end.get());
            }
            switch (given) {
                case ZoneAnswer.Cname cname -> {
                    ttl = Math.min(ttl, cname.set().ttl());
                    asked = new Question(cname.target(), question.type());
                }
                case ZoneAnswer.Dname dname -> {
                    ttl = Math.min(ttl, dname.set().ttl());
                    Optional<Name> target = dname.target(asked.owner());
                    if (target.isEmpty()) {
                        return new Resolution.Answer(
                                failed(question, "the name is too long after its DNAME"));
                    }
                    asked = new Question(target.get(), question.type());
                }
                case ZoneAnswer.Delegation(RRset servers) -> {
                    String cut = servers.question().owner().toString(true);
                    return new Resolution.Outside(asked, ttl, "delegated at " + cut + ", a zone ");
                }
                case ZoneAnswer.Records _,
                        ZoneAnswer.Opaque _,
                        ZoneAnswer.NoData _,
                        ZoneAnswer.NxDomain _ ->
                        throw new IllegalStateException(given + " leads on");
            }
        }
        return new Resolution.Answer(
                failed(
                        question,
                        "more than "
                                + Question.MAX_ALIASES
                                + " aliases in a row (probably a CNAME loop)"));
    }

    /**
     * Returns the answer to a question where the zone's answer is the last of its aliases; empty
     * where that leads on to another name or zone.
     *
     * @param ttl the lowest of the aliases followed, in seconds
     */
    public static Optional<DnsAnswer<RRset>> end(
            Name owner, int type, ZoneAnswer answer, ZoneContents zone, long ttl) {
        return switch (answer) {
            case ZoneAnswer.Records(RRset set) ->
                    Optional.of(new DnsAnswer.Found<>(set, seconds(Math.min(ttl, set.ttl()))));
            case ZoneAnswer.Opaque(OpaqueRecord record) ->
                    Optional.of(failed(new Question(owner, type), "cannot read " + record));
            case ZoneAnswer.NoData _, ZoneAnswer.NxDomain _ ->
                    Optional.of(new DnsAnswer.Absent<>(negativeTtl(zone, ttl)));
            case ZoneAnswer.Cname _, ZoneAnswer.Dname _, ZoneAnswer.Delegation _ ->
                    Optional.empty();
        };
    }

    private static DnsAnswer<RRset> failed(Question question, String what) {
        return failed(question, what, "");
    }

    private static DnsAnswer<RRset> failed(Question question, String what, String fix) {
        return new DnsAnswer.Failed<>(new Problem(question.toString(), what, fix));
    }

    /** Returns a failure: a syntax error may hide any record of the zone. */
    private static DnsAnswer<RRset> broken(Question question, ZoneContents zone) {
        SyntaxError first = zone.syntaxErrors().getFirst();
        int more = zone.syntaxErrors().size() - 1;
        String others = more == 0 ? "" : ", and " + more + " more in " + zone.source();
        String where = first.place() + ":" + first.place().column();
        return failed(
                question,
                "the zone has a syntax error: " + where + " " + first.what() + others,
                first.fix());
    }

    private static Duration negativeTtl(ZoneLookup zone, long ttl) {
        Optional<Duration> negative = zone.negativeTtl();
        return negative.isPresent() && negative.get().toSeconds() > ttl
                ? seconds(ttl)
                : negative.orElse(Duration.ZERO);
    }

    private static Duration seconds(long ttl) {
        return Duration.ofSeconds(ttl);
    }
}
