package dev.wgmesh.provision;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Type;

/**
 * The mesh that a list belongs to: the list itself, or the one at a domain above it whose PTR
 * records lead down to it.
 *
 * @param problems names above it of which that is unknown
 */
record RootSearch(MeshName mesh, List<Problem> problems) {
    static RootSearch from(MeshName list, DnsSource source) {
        List<MeshName> above = meshesAbove(list);
        var questions = above.stream().map(RootSearch::subLists).toList();
        Map<Question, DnsAnswer<RRset>> answers =
                above.isEmpty() ? Map.of() : source.query(questions);
        MeshName root = list;
        var problems = new ArrayList<Problem>();
        for (MeshName candidate : above) {
            DnsAnswer<RRset> answer = answers.get(subLists(candidate));
            if (answer instanceof DnsAnswer.Found<RRset>(RRset set, _) && names(set, root)) {
                root = candidate;
            } else if (answer instanceof DnsAnswer.Failed<RRset>(Problem problem)) {
                problems.add(
                        new Problem(
                                problem.where(),
                                "cannot be read, so "
                                        + list
                                        + " is not treated as its sub-list: "
                                        + problem.what(),
                                problem.fix()));
            }
        }
        return new RootSearch(root, problems);
    }

    /**
     * Returns {@code _p2p}, and the list's own first label, at its domain and at each above it,
     * nearest first, no top-level domain: a sub-list lies in or below the domain of what points to
     * it.
     */
    private static List<MeshName> meshesAbove(MeshName list) {
        String own = list.text().substring(0, list.text().indexOf('.'));
        var above = new LinkedHashSet<MeshName>();
        for (String domain = list.domain();
                domain.indexOf('.') >= 0;
                domain = domain.substring(domain.indexOf('.') + 1)) {
            for (String label : List.of(RecordFormat.P2P, own)) {
                MeshName.parse(label + "." + domain).ifPresent(above::add);
            }
        }
        above.remove(list);
        return List.copyOf(above);
    }

    private static Question subLists(MeshName mesh) {
        return Question.of(mesh.text(), Type.PTR);
    }

    private static boolean names(RRset set, MeshName list) {
        Name name = Question.name(list);
        return set.dnsRecords().stream()
                .anyMatch(record -> ((PTRRecord) record).getTarget().equals(name));
    }
}
