package dev.wgmesh.validate;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** The zones, meshes and lookups that could not be read and so were not checked. */
public final class UnreadableParts {
    private UnreadableParts() {}

    public static List<Problem> of(ValidationContext in) {
        var problems = new ArrayList<Problem>();
        for (ValidationScope scope : in.request().scopes()) {
            addUnread(in, scope, problems);
        }
        for (DnsAnswer<RRset> answer : in.lookup().snapshot().answers().values()) {
            answer.failure()
                    .map(problem ->
                            new Problem(
                                    problem.where(),
                                    "lookup failed: " + problem.what(),
                                    problem.fix()))
                    .ifPresent(problems::add);
        }
        return problems;
    }

    private static void addUnread(
            ValidationContext in, ValidationScope scope, List<Problem> problems) {
        switch (scope) {
            case ValidationScope.ZoneScope(Name apex) -> {
                if (!isRead(in.lookup().snapshot(), apex)) {
                    problems.add(
                            new Problem(
                                    apex.toString(true),
                                    "this zone was not read",
                                    "give the zone file, or its folder: --zones DIR"));
                }
            }
            case ValidationScope.MeshScope(var name) -> {
                for (MeshTree tree : in.meshes()) {
                    tree.lists().stream()
                            .filter(list -> list.name().equals(name) && !list.isKnown())
                            .filter(_ ->
                                    !in.lookup().isInGivenZone(Question.name(name))
                                            && !in.lookup()
                                                    .wasQueried(Question.of(name.text(), Type.TXT)))
                            .map(list -> list.txt().isFailed() ? list.txt() : list.ptr())
                            .flatMap(answer -> answer.failure().stream())
                            .forEach(problems::add);
                }
            }
        }
    }

    /** Returns whether the snapshot has the whole zone or answers from it. */
    private static boolean isRead(DnsSnapshot snapshot, Name apex) {
        return snapshot.zones().stream().anyMatch(zone -> zone.apex().equals(apex))
                || snapshot.answers().keySet().stream().anyMatch(q -> q.owner().subdomain(apex));
    }
}
