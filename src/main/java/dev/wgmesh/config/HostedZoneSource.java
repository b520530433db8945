package dev.wgmesh.config;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.Snapshot;
import dev.wgmesh.zone.ZoneAnswer;
import dev.wgmesh.zone.ZoneContents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Type;

/**
 * Zones as their hosts give them, and another source for all other names. A zone is read when it is
 * first asked about and kept as far as it was read; aliases are followed through all of it, from
 * zone to zone.
 */
final class HostedZoneSource implements DnsSource {
    /** Aliases followed for one question at the most. */
    private static final int MAX_ALIASES = 8;

    private final ZoneCatalog zones;
    private final DnsSource others;
    private final String description;

    /**
     * The zones, and the places that host more.
     *
     * @param known whole zones
     * @param hosts by the domain of each
     * @param others answers for names in none of all those zones
     */
    HostedZoneSource(
            Collection<ZoneContents> known,
            Map<Name, ZoneCatalog.Host> hosts,
            DnsSource others,
            String description) {
        this.zones = new ZoneCatalog(known, hosts);
        this.others = others;
        this.description = description;
    }

    @Override
    public Map<Question, DnsAnswer<RRset>> ask(Collection<Question> questions) {
        var answers = new TreeMap<Question, DnsAnswer<RRset>>();
        List<Trail> open = new ArrayList<>();
        questions.stream().distinct().map(Trail::new).forEach(open::add);
        var leaving = new ArrayList<Trail>();
        while (!open.isEmpty()) {
            var unread = new LinkedHashMap<PartialZone, List<Trail>>();
            for (Trail trail : open) {
                switch (advance(trail)) {
                    case Step.End(DnsAnswer<RRset> answer) -> answers.put(trail.first, answer);
                    case Step.Unread(PartialZone zone) ->
                            unread.computeIfAbsent(zone, _ -> new ArrayList<>()).add(trail);
                    case Step.Out _ -> leaving.add(trail);
                }
            }
            open = read(unread, answers);
        }
        askOthers(leaving, answers);
        return answers;
    }

    /** One reading a zone; the trails that go on from it. */
    private static List<Trail> read(
            Map<PartialZone, List<Trail>> unread, Map<Question, DnsAnswer<RRset>> answers) {
        var open = new ArrayList<Trail>();
        unread.forEach((zone, trails) -> {
            var asked = new TreeSet<Question>();
            trails.forEach(trail -> asked.add(trail.asked));
            try {
                zone.read(asked);
                open.addAll(trails);
            } catch (Failure failure) {
                open.addAll(blamed(trails, failure, answers));
            }
        });
        return open;
    }

    /** A failure that names questions is theirs, and the others are asked again; else of all. */
    private static List<Trail> blamed(
            List<Trail> trails, Failure failure, Map<Question, DnsAnswer<RRset>> answers) {
        var named = new HashMap<String, Problem>();
        failure.problems().forEach(problem -> named.putIfAbsent(problem.where(), problem));
        boolean none = trails.stream().noneMatch(t -> named.containsKey(t.asked.toString()));
        Problem first = failure.problems().getFirst();
        var others = new ArrayList<Trail>();
        for (Trail trail : trails) {
            Optional<Problem> own = Optional.ofNullable(named.get(trail.asked.toString()));
            if (none || own.isPresent()) {
                answers.put(trail.first, new DnsAnswer.Failed<>(own.orElse(first)));
            } else {
                others.add(trail);
            }
        }
        return others;
    }

    private void askOthers(List<Trail> leaving, Map<Question, DnsAnswer<RRset>> answers) {
        var asked = new TreeSet<Question>();
        leaving.forEach(trail -> asked.add(trail.asked));
        Map<Question, DnsAnswer<RRset>> given = asked.isEmpty() ? Map.of() : others.ask(asked);
        for (Trail trail : leaving) {
            Optional.ofNullable(given.get(trail.asked))
                    .ifPresent(answer -> answers.put(trail.first, trail.capped(answer)));
        }
    }

    /** Where a question has come to. */
    private sealed interface Step {
        record End(DnsAnswer<RRset> answer) implements Step {}

        /** The zone that holds the name was not asked about it. */
        record Unread(PartialZone zone) implements Step {}

        /** The name is in none of the zones. */
        record Out() implements Step {}
    }

    /** A question on its way through the zones. */
    private static final class Trail {
        private final Question first;
        private Question asked;
        private long ttl = Long.MAX_VALUE;
        private int aliases;

        Trail(Question first) {
            this.first = first;
            this.asked = first;
        }

        /** Goes on at the target of an alias. */
        void follow(RRset alias, Name target) {
            ttl = Math.min(ttl, alias.ttl());
            asked = new Question(target, first.type());
            aliases++;
        }

        DnsAnswer<RRset> capped(DnsAnswer<RRset> answer) {
            return answer.atMost(Duration.ofSeconds(ttl));
        }

        Step failed(String what) {
            return new Step.End(new DnsAnswer.Failed<>(Problem.of(first.toString(), what)));
        }
    }

    private Step advance(Trail trail) {
        while (trail.aliases <= MAX_ALIASES) {
            Optional<PartialZone> zone;
            try {
                zone = zones.holding(trail.asked.owner(), trail.asked);
            } catch (Failure failure) {
                return failed(failure);
            }
            if (zone.isEmpty()) {
                return new Step.Out();
            }
            Optional<ZoneContents> contents = zone.get().answering(trail.asked);
            if (contents.isEmpty()) {
                return new Step.Unread(zone.get());
            }
            Optional<Problem> hidden = zone.get().hidden(trail.asked);
            if (hidden.isPresent()) {
                return new Step.End(new DnsAnswer.Failed<>(hidden.get()));
            }
            Optional<Step> end = step(trail, contents.get());
            if (end.isPresent()) {
                return end.get();
            }
        }
        return trail.failed(
                "more than " + MAX_ALIASES + " aliases in a row (probably a CNAME loop)");
    }

    /** One step within a zone; empty where the trail goes on from there. */
    private Optional<Step> step(Trail trail, ZoneContents zone) {
        if (!zone.syntaxErrors().isEmpty()) {
            return Optional.of(new Step.End(told(zone, trail)));
        }
        switch (zone.answer(trail.asked)) {
            case ZoneAnswer.Records _, ZoneAnswer.NoData _, ZoneAnswer.NoName _ -> {
                return Optional.of(new Step.End(told(zone, trail)));
            }
            case ZoneAnswer.Cname(RRset set) ->
                    trail.follow(set, ((CNAMERecord) set.bare().getFirst()).getTarget());
            case ZoneAnswer.Dname(RRset set) -> {
                try {
                    var dname = (DNAMERecord) set.bare().getFirst();
                    trail.follow(set, trail.asked.owner().fromDNAME(dname));
                } catch (NameTooLongException _) {
                    return Optional.of(trail.failed("its DNAME makes a name that is too long"));
                }
            }
            case ZoneAnswer.Delegation(RRset servers) -> {
                return below(servers.question().owner(), trail, zone);
            }
        }
        return Optional.empty();
    }

    /** A place that cannot be asked is an answer; flags or settings that are wrong are none. */
    private static Step failed(Failure failure) {
        if (failure.kind() == Failure.Kind.INPUT) {
            throw failure;
        }
        return new Step.End(new DnsAnswer.Failed<>(failure.problems().getFirst()));
    }

    /** What a zone says at the end of a way, or why it says nothing. */
    private static DnsAnswer<RRset> told(ZoneContents zone, Trail trail) {
        var alone = new Snapshot(List.of(zone), Map.of(), Optional.empty());
        return trail.capped(alone.answer(trail.asked).orElseThrow());
    }

    /** A zone cut: the place that hosts the zone above may host the one below, too. */
    private Optional<Step> below(Name cut, Trail trail, ZoneContents above) {
        try {
            return zones.below(cut, above.apex(), trail.asked)
                    ? Optional.empty()
                    : Optional.of(new Step.Out());
        } catch (Failure failure) {
            return Optional.of(failed(failure));
        }
    }

    /** The whole zone that holds the name, where a place gives it; read if it was not. */
    Optional<ZoneContents> whole(Name name) {
        return zones.holding(name, new Question(name, Type.SOA)).flatMap(PartialZone::contents);
    }

    @Override
    public String description() {
        return description;
    }
}
