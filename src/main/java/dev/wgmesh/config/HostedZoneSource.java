package dev.wgmesh.config;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.AnswerCache;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.NameAnswers;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneAnswer;
import dev.wgmesh.zone.ZoneContents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Zones as their hosts give them, and another source for all other names. A zone is read when it is
 * first asked about and kept as far as it was read; aliases are followed through all of it, from
 * zone to zone.
 */
final class HostedZoneSource implements DnsSource {
    private final ZoneCatalog zones;
    private final DnsSource others;
    private final String description;
    private final ReadingBudget budget;

    /**
     * Creates a source of the zones, and the places that host more.
     *
     * @param known whole zones
     * @param hosts by the domain of each
     * @param others answers for names in none of all those zones
     * @param budget of all that is read from the hosts
     */
    HostedZoneSource(
            Collection<ZoneContents> known,
            Map<Name, ZoneCatalog.ZoneHost> hosts,
            DnsSource others,
            String description,
            ReadingBudget budget) {
        this.zones = new ZoneCatalog(known, hosts, budget);
        this.budget = budget;
        this.others = others;
        this.description = description;
    }

    @Override
    public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
        var answers = new HashMap<Question, DnsAnswer<RRset>>();
        List<AliasChain> open = new ArrayList<>();
        questions.stream().distinct().map(AliasChain::new).forEach(open::add);
        var leaving = new ArrayList<AliasChain>();
        while (!open.isEmpty()) {
            var unread = new LinkedHashMap<PartialZone, List<AliasChain>>();
            for (AliasChain trail : open) {
                switch (advance(trail)) {
                    case LookupStep.FinalAnswer(DnsAnswer<RRset> answer) ->
                            answers.put(trail.original, answer);
                    case LookupStep.UnreadZone(PartialZone zone) ->
                            unread.computeIfAbsent(zone, _ -> new ArrayList<>()).add(trail);
                    case LookupStep.OutOfZone _ -> leaving.add(trail);
                }
            }
            open = read(unread, answers);
        }
        queryFallback(leaving, answers);
        return answers;
    }

    /** One reading a zone; the trails that go on from it. */
    private List<AliasChain> read(
            Map<PartialZone, List<AliasChain>> unread, Map<Question, DnsAnswer<RRset>> answers) {
        var open = new ArrayList<AliasChain>();
        unread.forEach((zone, trails) -> {
            var asked = new LinkedHashSet<Question>();
            trails.forEach(trail -> asked.add(trail.current));
            try {
                zone.read(asked, budget);
                open.addAll(trails);
            } catch (Failure failure) {
                open.addAll(assignFailures(trails, failure, answers));
            }
        });
        return open;
    }

    /** A failure that names questions is theirs, and the others are asked again; else of all. */
    private static List<AliasChain> assignFailures(
            List<AliasChain> trails, Failure failure, Map<Question, DnsAnswer<RRset>> answers) {
        var named = new HashMap<String, Problem>();
        failure.problems().forEach(problem -> named.putIfAbsent(problem.where(), problem));
        boolean none = trails.stream().noneMatch(t -> named.containsKey(t.current.toString()));
        Problem first = failure.problems().getFirst();
        var others = new ArrayList<AliasChain>();
        for (AliasChain trail : trails) {
            Optional<Problem> own = Optional.ofNullable(named.get(trail.current.toString()));
            if (none || own.isPresent()) {
                answers.put(trail.original, new DnsAnswer.Failed<>(own.orElse(first)));
            } else {
                others.add(trail);
            }
        }
        return others;
    }

    private void queryFallback(List<AliasChain> leaving, Map<Question, DnsAnswer<RRset>> answers) {
        var asked = new LinkedHashSet<Question>();
        leaving.forEach(trail -> asked.add(trail.current));
        Map<Question, DnsAnswer<RRset>> given = asked.isEmpty() ? Map.of() : others.query(asked);
        for (AliasChain trail : leaving) {
            Optional.ofNullable(given.get(trail.current))
                    .ifPresent(answer -> answers.put(trail.original, trail.withTtlLimit(answer)));
        }
    }

    /** Where a question has come to. */
    private sealed interface LookupStep {
        record FinalAnswer(DnsAnswer<RRset> answer) implements LookupStep {}

        /** The zone that holds the name was not asked about it. */
        record UnreadZone(PartialZone zone) implements LookupStep {}

        /** The name is in none of the zones. */
        record OutOfZone() implements LookupStep {}
    }

    /** A question on its way through the zones. */
    private static final class AliasChain {
        private final Question original;
        private Question current;
        private long ttl = Long.MAX_VALUE;
        private int aliases;

        AliasChain(Question first) {
            this.original = first;
            this.current = first;
        }

        /** Goes on at the target of an alias. */
        void follow(RRset alias, Name target) {
            ttl = Math.min(ttl, alias.ttl());
            current = new Question(target, original.type());
            aliases++;
        }

        DnsAnswer<RRset> withTtlLimit(DnsAnswer<RRset> answer) {
            return answer.atMost(Duration.ofSeconds(ttl));
        }

        LookupStep failed(String what) {
            return new LookupStep.FinalAnswer(
                    new DnsAnswer.Failed<>(Problem.of(original.toString(), what)));
        }
    }

    private LookupStep advance(AliasChain trail) {
        while (trail.aliases <= Question.MAX_ALIASES) {
            Optional<PartialZone> zone;
            try {
                zone = zones.findZoneFor(trail.current.owner(), trail.current);
            } catch (Failure failure) {
                return failed(failure);
            }
            if (zone.isEmpty()) {
                return new LookupStep.OutOfZone();
            }
            Optional<ZoneContents> contents = zone.get().answering(trail.current);
            if (contents.isEmpty()) {
                return new LookupStep.UnreadZone(zone.get());
            }
            Optional<Problem> hidden = zone.get().unlisted(trail.current);
            if (hidden.isPresent()) {
                return new LookupStep.FinalAnswer(new DnsAnswer.Failed<>(hidden.get()));
            }
            Optional<LookupStep> end = step(trail, contents.get());
            if (end.isPresent()) {
                return end.get();
            }
        }
        return trail.failed(
                "more than " + Question.MAX_ALIASES + " aliases in a row (probably a CNAME loop)");
    }

    /** One step within a zone; empty where the trail goes on from there. */
    private Optional<LookupStep> step(AliasChain trail, ZoneContents zone) {
        if (!zone.syntaxErrors().isEmpty()) {
            return Optional.of(new LookupStep.FinalAnswer(unreadable(zone, trail)));
        }
        ZoneAnswer answer = zone.answer(trail.current);
        Optional<DnsAnswer<RRset>> end =
                DnsSnapshot.end(
                        trail.current.owner(), trail.current.type(), answer, zone, trail.ttl);
        if (end.isPresent()) {
            return end.map(LookupStep.FinalAnswer::new);
        }
        switch (answer) {
            case ZoneAnswer.Records _,
                    ZoneAnswer.Opaque _,
                    ZoneAnswer.NoData _,
                    ZoneAnswer.NxDomain _ ->
                    throw new IllegalStateException(answer + " leads on");
            case ZoneAnswer.Cname cname -> trail.follow(cname.set(), cname.target());
            case ZoneAnswer.Dname dname -> {
                Optional<Name> target = dname.target(trail.current.owner());
                if (target.isEmpty()) {
                    return Optional.of(trail.failed("its DNAME makes a name that is too long"));
                }
                trail.follow(dname.set(), target.get());
            }
            case ZoneAnswer.Delegation(RRset servers) -> {
                return followDelegation(servers.question().owner(), trail, zone);
            }
        }
        return Optional.empty();
    }

    /** A place that cannot be asked is an answer; flags or settings that are wrong are none. */
    private static LookupStep failed(Failure failure) {
        if (failure.kind() == Failure.Kind.INPUT) {
            throw failure;
        }
        return new LookupStep.FinalAnswer(new DnsAnswer.Failed<>(failure.problems().getFirst()));
    }

    /** Returns why a zone with syntax errors has no answer. */
    private static DnsAnswer<RRset> unreadable(ZoneContents zone, AliasChain trail) {
        var alone = new DnsSnapshot(List.of(zone), Map.of(), Optional.empty());
        return trail.withTtlLimit(alone.answer(trail.current).orElseThrow());
    }

    /** A zone cut: the place that hosts the zone above may host the one below, too. */
    private Optional<LookupStep> followDelegation(Name cut, AliasChain trail, ZoneContents above) {
        try {
            return zones.hasChildZone(cut, above.apex(), trail.current)
                    ? Optional.empty()
                    : Optional.of(new LookupStep.OutOfZone());
        } catch (Failure failure) {
            return Optional.of(failed(failure));
        }
    }

    /** Returns the whole zone that holds the name, where a place gives it; read if it was not. */
    Optional<ZoneContents> completeZone(Name name) {
        return zones.findZoneFor(name, new Question(name, Type.SOA))
                .flatMap(PartialZone::completeZone);
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
                Optional<PartialZone> zone = zones.foundZoneFor(owner);
                return zone.isPresent() ? zone.get().atHand(owner) : NameAnswers.NONE;
            }
        };
    }

    @Override
    public String description() {
        return description;
    }
}
