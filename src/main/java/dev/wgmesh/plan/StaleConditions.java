package dev.wgmesh.plan;

import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.RecordText;
import dev.wgmesh.zone.ZoneContents;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Record;

/** What no longer is in a zone as a plan was made from, RRset by RRset. */
public final class StaleConditions {
    private StaleConditions() {}

    /**
     * Returns a problem for each RRset that differs, sorted by owner and type; none: the plan fits.
     */
    public static List<Problem> of(ZoneContents zone, ZonePlan plan) {
        return expected(plan).entrySet().stream()
                .flatMap(e -> difference(e.getKey(), e.getValue(), zone.rrset(e.getKey())).stream())
                .toList();
    }

    /** Returns every RRset that the plan was decided on, as it was. */
    public static SortedMap<Question, Optional<RRset>> expected(ZonePlan plan) {
        var basis = new TreeMap<Question, Optional<RRset>>();
        for (Condition condition : plan.conditions()) {
            switch (condition) {
                case Condition.RRsetExists(RRset set) ->
                        basis.put(set.question(), Optional.of(set));
                case Condition.RRsetAbsent(Question question) ->
                        basis.put(question, Optional.empty());
            }
        }
        plan.changes().forEach(change -> basis.put(change.question(), change.oldRRset()));
        return basis;
    }

    /** Returns how an RRset differs from what was there: the records that went, those that came. */
    static Optional<Problem> difference(
            Question question, Optional<RRset> before, Optional<RRset> now) {
        if (before.isEmpty() && now.isEmpty()
                || before.isPresent() && now.filter(before.get()::hasSameRdata).isPresent()) {
            return Optional.empty();
        }
        String changes =
                Stream.concat(texts("- ", before, now), texts("+ ", now, before))
                        .collect(Collectors.joining(", "));
        return Optional.of(
                new Problem(question.toString(), "changed since: " + changes, "make a new plan"));
    }

    private static Stream<String> texts(
            String sign, Optional<RRset> these, Optional<RRset> others) {
        List<Record> known = others.map(RRset::dnsRecords).orElse(List.of());
        return these.map(RRset::dnsRecords).orElse(List.of()).stream()
                .filter(record -> !known.contains(record))
                .map(record -> sign + RecordText.data(record));
    }
}
