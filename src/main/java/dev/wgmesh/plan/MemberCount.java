package dev.wgmesh.plan;

import dev.wgmesh.plan.SchemaRecord.Part;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneContents;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * How many members of a zone a plan touches.
 *
 * @param listed members that a list of the zone names
 * @param removed those of them that no list would name any more
 * @param present hosts whose keys or mesh addresses are in the zone
 * @param changed those of them whose keys or addresses are replaced or go, but for the removed
 */
record MemberCount(
        Set<String> listed, SortedSet<String> removed, Set<String> present, Set<String> changed) {

    /** Returns whether a plan only adds members: it need not be counted how many the zone has. */
    static boolean touchesNone(ZoneContents zone, ZonePlan plan, MeshNames meshes) {
        return plan.changes().stream().allMatch(change -> touchesNone(zone, change, meshes));
    }

    private static boolean touchesNone(ZoneContents zone, RRsetChange change, MeshNames meshes) {
        SchemaRecord name = SchemaRecord.of(change.question(), meshes).orElse(NOTHING);
        if (name.part() == Part.LIST) {
            Set<String> after = change.newRRset().map(MemberCount::hosts).orElse(Set.of());
            return zone.rrset(change.question())
                    .map(MemberCount::hosts)
                    .filter(before -> !after.containsAll(before))
                    .isEmpty();
        } else if (name.part() == Part.SUB_LISTS) {
            return change.removedRecords().isEmpty();
        }
        return !name.part().isIdentity() || change.oldRRset().isEmpty();
    }

    static MemberCount of(ZoneContents zone, ZonePlan plan, MeshNames meshes) {
        var before = new TreeMap<Name, Set<String>>();
        var present = new TreeSet<String>();
        zone.rrsets(SchemaRecord::isPossible)
                .forEach(set -> {
                    SchemaRecord name = SchemaRecord.of(set.question(), meshes).orElse(NOTHING);
                    if (name.part() == Part.LIST) {
                        before.put(name.subject(), hosts(set));
                    } else if (name.part().isIdentity()) {
                        present.add(text(name.subject()));
                    }
                });
        var after = new TreeMap<>(before);
        var cut = new HashSet<Name>();
        var changed = new TreeSet<String>();
        for (RRsetChange change : plan.changes()) {
            SchemaRecord name = SchemaRecord.of(change.question(), meshes).orElse(NOTHING);
            if (name.part() == Part.LIST) {
                after.put(
                        name.subject(), change.newRRset().map(MemberCount::hosts).orElse(Set.of()));
            } else if (name.part() == Part.SUB_LISTS) {
                change.removedRecords()
                        .forEach(pointer -> cut.add(((PTRRecord) pointer).getTarget()));
            } else if (name.part().isIdentity() && change.oldRRset().isPresent()) {
                changed.add(text(name.subject()));
            }
        }
        linkedLists(zone, plan, meshes).forEach(cut::remove);
        cut.forEach(after::remove);
        var removed = new TreeSet<>(all(before));
        removed.removeAll(all(after));
        changed.removeAll(removed);
        return new MemberCount(all(before), removed, present, changed);
    }

    /** Stands for what is not a record of a mesh. */
    private static final SchemaRecord NOTHING = new SchemaRecord(Part.ENDPOINT, Name.root);

    private static Set<Name> linkedLists(ZoneContents zone, ZonePlan plan, MeshNames meshes) {
        var pointers = new TreeMap<Question, Optional<RRset>>();
        zone.rrsets(set -> set.is(Type.PTR) && set.hasUnderscore())
                .forEach(set -> pointers.put(set.question(), Optional.of(set)));
        plan.changes().forEach(change -> pointers.put(change.question(), change.newRRset()));
        return pointers.entrySet().stream()
                .filter(entry -> entry.getKey().type() == Type.PTR)
                .filter(entry -> SchemaRecord.of(entry.getKey(), meshes).isPresent())
                .flatMap(entry -> entry.getValue().stream())
                .flatMap(set -> set.dnsRecords().stream())
                .map(record -> ((PTRRecord) record).getTarget())
                .collect(Collectors.toSet());
    }

    private static Set<String> all(Map<Name, Set<String>> lists) {
        return lists.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    /** Returns the host names of a list, folded. */
    static Set<String> hosts(RRset list) {
        return list.dnsRecords().stream()
                .map(record -> folded(TxtStrings.of((TXTRecord) record)))
                .collect(Collectors.toSet());
    }

    /** Returns the host name, folded. */
    static String text(Name name) {
        return folded(name.toString(true));
    }

    private static String folded(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
