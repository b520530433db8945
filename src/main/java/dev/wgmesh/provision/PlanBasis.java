package dev.wgmesh.provision;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.AncestorNames;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.PolicyText;
import dev.wgmesh.zone.Question;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** The zones that a change is committed to, each read once from the place that hosts it. */
final class PlanBasis {
    /** A zone has one provider; two zones of a server have two, of one place. */
    private final Map<ZoneProvider, List<Question>> asked = new LinkedHashMap<>();

    private final Map<Name, List<Question>> printed = new LinkedHashMap<>();

    private PlanBasis() {}

    /**
     * Returns the zones of the lists and of the hosts' records, by apex.
     *
     * @param source of the records of zones that are printed
     * @param budget of all zones, and of the source
     */
    static Map<Name, HostedZone> read(
            Hosting hosting,
            DnsSource source,
            ReadingBudget budget,
            Collection<MeshName> lists,
            Collection<HostName> hosts) {
        var basis = new PlanBasis();
        lists.forEach(list -> basis.add(hosting, Question.name(list), listQuestions(list)));
        hosts.forEach(h -> basis.add(hosting, OwnerNames.wireguard(h), hostQuestions(h)));
        return basis.zones(source, budget);
    }

    private void add(Hosting hosting, Name anchor, List<Question> questions) {
        Optional<ZoneProvider> provider = hosting.provider(anchor);
        if (provider.isEmpty()) {
            printed.computeIfAbsent(anchor, _ -> new ArrayList<>()).addAll(questions);
        } else {
            asked.computeIfAbsent(provider.get(), _ -> new ArrayList<>()).addAll(questions);
        }
    }

    private Map<Name, HostedZone> zones(DnsSource source, ReadingBudget budget) {
        var zones = new TreeMap<Name, HostedZone>();
        asked.forEach((provider, questions) -> {
            HostedZone zone = HostedZone.read(provider, questions, budget);
            zones.put(zone.zone().apex(), zone);
        });
        var all = printed.values().stream().flatMap(List::stream).toList();
        for (Name anchor : printed.keySet()) {
            boolean known =
                    zones.values().stream()
                            .anyMatch(zone ->
                                    zone.provider().isEmpty()
                                            && anchor.subdomain(zone.zone().apex()));
            if (!known) {
                HostedZone zone = HostedZone.query(source, anchor, all);
                zones.put(zone.zone().apex(), zone);
            }
        }
        return zones;
    }

    /** Returns the zone that holds the name, the one with the longest apex. */
    static Optional<HostedZone> closestZone(Map<Name, HostedZone> zones, Name name) {
        return AncestorNames.nearest(zones.keySet(), name)
                .flatMap(apex -> Optional.ofNullable(zones.get(apex)));
    }

    /** Returns the RRsets of a list that a change may touch. */
    static List<Question> listQuestions(MeshName list) {
        return List.of(
                Question.of(list.text(), Type.TXT),
                Question.of(list.text(), Type.PTR),
                PolicyText.question(list),
                new Question(OwnerNames.revision(list), Type.TXT));
    }

    /** Returns the RRsets of a host that a change may touch. */
    static List<Question> hostQuestions(HostName host) {
        var questions = new ArrayList<Question>(MemberRRsets.of(host));
        questions.add(new Question(Question.name(host), Type.A));
        questions.add(new Question(Question.name(host), Type.AAAA));
        return questions;
    }
}
