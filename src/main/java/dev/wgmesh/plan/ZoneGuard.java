package dev.wgmesh.plan;

import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneAnswer;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** What a plan may do to a zone, whoever made it. */
public final class ZoneGuard {
    /**
     * Records in one RRset at the most: above it BIND does not load the zone, nor answer as a
     * resolver (max-records-per-type).
     */
    public static final int MAX_RECORDS = 100;

    private static final Set<Integer> MESH_TYPES =
            Set.of(Type.TXT, Type.A, Type.AAAA, Type.SRV, Type.PTR);

    private final ZoneContents zone;
    private final Set<Name> endpointHosts;

    /**
     * The guard of a zone.
     *
     * @param endpointHosts names whose A and AAAA records may be changed, as they were asked for
     */
    public ZoneGuard(ZoneContents zone, Set<Name> endpointHosts) {
        this.zone = zone;
        this.endpointHosts = Set.copyOf(endpointHosts);
    }

    /** Everything in the plan that must not be done; empty: it may be committed. */
    public List<Problem> problems(ZonePlan plan) {
        var problems = new ArrayList<Problem>();
        for (RRsetChange change : plan.changes()) {
            Question question = change.question();
            if (!question.owner().subdomain(zone.apex())) {
                problems.add(problem(question, "is not in " + zone.apex().toString(true)));
            } else if (!ours(question)) {
                problems.add(problem(question, "is no record of a mesh"));
            } else if (zone.set(new Question(question.owner(), Type.CNAME)).isPresent()) {
                problems.add(
                        new Problem(
                                question.toString(),
                                "cannot stand beside the CNAME there (RFC 1034, section 3.6.2)",
                                "remove the CNAME, or choose another host name"));
            } else if (below(question)) {
                problems.add(
                        new Problem(
                                question.toString(),
                                "lies below a delegation: nobody would see it",
                                "write it in the delegated zone"));
            }
            switch (change) {
                case RRsetChange.Create(RRset after) -> size(after, problems);
                case RRsetChange.Replace(_, RRset after) -> size(after, problems);
                case RRsetChange.Delete(RRset before) -> {
                    if (isList(before.question())) {
                        problems.add(problem(before.question(), "would be emptied"));
                    }
                }
            }
        }
        return problems;
    }

    private boolean ours(Question question) {
        if (!MESH_TYPES.contains(question.type()) || question.owner().equals(zone.apex())) {
            return false;
        }
        boolean address = question.type() == Type.A || question.type() == Type.AAAA;
        return first(question.owner()).startsWith("_")
                || address && endpointHosts.contains(question.owner());
    }

    private boolean below(Question question) {
        return zone.answer(question) instanceof ZoneAnswer.Delegation;
    }

    private static boolean isList(Question question) {
        String first = first(question.owner());
        return question.type() == Type.TXT
                && first.startsWith("_")
                && !first.equals("_wireguard")
                && !first.equals("_meta")
                && !first.equals("_policy");
    }

    private static void size(RRset after, List<Problem> problems) {
        if (after.records().size() > MAX_RECORDS) {
            problems.add(
                    new Problem(
                            after.question().toString(),
                            "would hold "
                                    + after.records().size()
                                    + " records; BIND fails above 100",
                            "start a sub-list with a pool of its own"));
        }
    }

    private static String first(Name owner) {
        return owner.getLabelString(0).toLowerCase(Locale.ROOT);
    }

    private static Problem problem(Question question, String what) {
        return new Problem(question.toString(), what, "");
    }
}
