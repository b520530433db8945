package dev.wgmesh.plan;

import dev.wgmesh.model.HostName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.TracedAnswer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How one member reaches another, and what is in the way.
 *
 * @param there how the first one sees the other
 * @param to the other one
 * @param back how the other sees the first one, from DNS alone; empty: its records make no node
 * @param isHere whether the first one is this node, whose interface was read
 * @param records of the two, as just read
 * @param source the name of the source of the records
 * @param pathMtu to the endpoint in use, in octets; empty: unknown
 */
public record PairReport(
        NodeStatus there,
        HostName to,
        Optional<NodeStatus> back,
        boolean isHere,
        SortedMap<Question, TracedAnswer> records,
        String source,
        Optional<Integer> pathMtu) {
    public PairReport {
        records = Collections.unmodifiableSortedMap(new TreeMap<>(records));
    }

    /** Returns the first member. */
    public HostName from() {
        return there.self();
    }

    /** Returns the other as the first one sees it; empty: it is not in the list. */
    public Optional<MemberStatus> target() {
        return there.member(to);
    }

    /** Returns the first as the other one sees it. */
    public Optional<MemberStatus> origin() {
        return back.flatMap(view -> view.member(from()));
    }

    /** Returns the problems of the first one's view that are about the other. */
    public List<Problem> problems() {
        return about(there, to);
    }

    /** Returns the problems of the other one's view that are about the first. */
    public List<Problem> problemsBack() {
        return back.map(view -> about(view, from())).orElse(List.of());
    }

    private static List<Problem> about(NodeStatus view, HostName host) {
        return view.problems().stream().filter(it -> isAbout(it.where(), host.text())).toList();
    }

    private static boolean isAbout(String where, String host) {
        for (String word : where.split("[ ,:]")) {
            if (word.equals(host) || word.startsWith("_") && word.endsWith("." + host)) {
                return true;
            }
        }
        return false;
    }
}
