package dev.wgmesh.provider;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xbill.DNS.Record;

/**
 * Whether a plan was carried out, told from the zone after its reply was lost.
 *
 * <p>Others may have written since. It was carried out if in every RRset what it adds is there and
 * what it takes away is not: a change is made as a whole, and who lost the race finds at least one
 * set without its own records. A revision says nothing of whose it is, and is looked at only to see
 * that it is no longer what it was; so a plan of nothing but revisions is never taken as done.
 */
final class Aftermath {
    private Aftermath() {}

    /** Whether the zone shows that the plan was carried out. */
    static boolean shows(ZoneContents now, ZonePlan plan) {
        return plan.changes().stream().anyMatch(change -> !isRevision(change.question()))
                && plan.changes().stream().allMatch(change -> shows(now, change));
    }

    private static boolean shows(ZoneContents now, RRsetChange change) {
        Question question = change.question();
        Set<String> there = data(now.set(question));
        Set<String> before =
                switch (change) {
                    case RRsetChange.Create _ -> Set.of();
                    case RRsetChange.Replace(RRset set, _) -> data(Optional.of(set));
                    case RRsetChange.Delete(RRset set) -> data(Optional.of(set));
                };
        Set<String> after =
                switch (change) {
                    case RRsetChange.Create(RRset set) -> data(Optional.of(set));
                    case RRsetChange.Replace(_, RRset set) -> data(Optional.of(set));
                    case RRsetChange.Delete _ -> Set.of();
                };
        boolean taken = before.stream().noneMatch(d -> there.contains(d) && !after.contains(d));
        return isRevision(question)
                ? taken && !there.isEmpty()
                : taken && there.containsAll(minus(after, before));
    }

    private static boolean isRevision(Question question) {
        return question.owner().getLabelString(0).toLowerCase(Locale.ROOT).equals("_revision");
    }

    private static Set<String> minus(Set<String> all, Set<String> without) {
        return all.stream().filter(d -> !without.contains(d)).collect(Collectors.toSet());
    }

    private static Set<String> data(Optional<RRset> set) {
        return set.map(RRset::bare).orElse(List.of()).stream()
                .map(Aftermath::data)
                .collect(Collectors.toSet());
    }

    private static String data(Record record) {
        return HexFormat.of().formatHex(record.rdataToWireCanonical());
    }
}
