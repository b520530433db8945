package dev.wgmesh.serve;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.zone.OpaqueRecord;
import dev.wgmesh.zone.OwnerRecords;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.Serial;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneLookup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;

/**
 * A zone as it is served at one moment. An update makes a new one, which shares with the old one
 * all that did not change.
 */
final class ServedZone implements ZoneLookup {
    private final Name apex;
    private final String source;
    private final PersistentMap<Name, NameRecords> names;
    private final int size;
    private final List<OpaqueRecord> unread;
    private final Map<Question, OpaqueRecord> opaque;
    private volatile @Nullable List<RRset> sorted;

    private ServedZone(ServedZone before, PersistentMap<Name, NameRecords> names, int size) {
        this.apex = before.apex;
        this.source = before.source;
        this.unread = before.unread;
        this.opaque = before.opaque;
        this.names = names;
        this.size = size;
    }

    private ServedZone(ZoneContents zone) {
        this.apex = zone.apex();
        this.source = zone.source();
        this.unread = zone.notes().opaque();
        this.opaque =
                unread.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        OpaqueRecord::question, one -> one, (first, _) -> first));
        this.size = zone.records().size();
        PersistentMap<Name, NameRecords> all = PersistentMap.empty();
        for (Question question : zone.questions()) {
            all = with(all, question, zone.rrset(question));
        }
        for (Question question : opaque.keySet()) {
            NameRecords old = at(all, question.owner());
            all = with(all, question.owner(), old, old.withBelow(old.below() + 1));
        }
        this.names = all;
    }

    /** Returns a zone as it was read. */
    static ServedZone of(ZoneContents zone) {
        return new ServedZone(zone);
    }

    /** Returns the zone after changes, with the same serial. */
    ServedZone with(Collection<RRsetChange> changes) {
        PersistentMap<Name, NameRecords> next = names;
        int records = size;
        for (RRsetChange change : changes) {
            next = with(next, change.question(), change.newRRset());
            records +=
                    change.newRRset().map(set -> set.records().size()).orElse(0)
                            - change.oldRRset().map(set -> set.records().size()).orElse(0);
        }
        return new ServedZone(this, next, records);
    }

    /** Returns the zone with another serial. */
    ServedZone withSerial(long serial) {
        RRset set = RRset.of(List.of(Serial.in(soa(), serial)));
        return new ServedZone(this, with(names, set.question(), Optional.of(set)), size);
    }

    private PersistentMap<Name, NameRecords> with(
            PersistentMap<Name, NameRecords> all, Question question, Optional<RRset> after) {
        NameRecords old = at(all, question.owner());
        return with(all, question.owner(), old, old.with(question.type(), after));
    }

    /** Returns the names with one changed, and those above it count it as existing or not. */
    private PersistentMap<Name, NameRecords> with(
            PersistentMap<Name, NameRecords> all, Name name, NameRecords old, NameRecords now) {
        PersistentMap<Name, NameRecords> next =
                now.exists() ? all.with(name, now) : all.without(name);
        if (old.exists() == now.exists() || name.equals(apex) || !name.subdomain(apex)) {
            return next;
        }
        Name above = new Name(name, 1);
        NameRecords parent = at(next, above);
        int below = parent.below() + (now.exists() ? 1 : -1);
        return with(next, above, parent, parent.withBelow(below));
    }

    private static NameRecords at(PersistentMap<Name, NameRecords> all, Name name) {
        return all.get(name).orElse(NameRecords.NONE);
    }

    @Override
    public Name apex() {
        return apex;
    }

    /** Returns the path of its file. */
    String source() {
        return source;
    }

    /** Returns the number of its records, with duplicates and records outside of the zone. */
    int size() {
        return size;
    }

    /** Returns its records that are not served, because their data cannot be read. */
    List<OpaqueRecord> unread() {
        return unread;
    }

    @Override
    public Optional<RRset> rrset(Question question) {
        return names.get(question.owner()).flatMap(name -> name.set(question.type()));
    }

    @Override
    public Optional<OpaqueRecord> opaque(Question question) {
        return Optional.ofNullable(opaque.get(question));
    }

    @Override
    public boolean exists(Name name) {
        return names.get(name).isPresent();
    }

    @Override
    public Optional<OwnerRecords> owner(Name name) {
        return names.get(name).map(records -> records::set);
    }

    /** Returns the RRsets of exactly that name, by type. */
    List<RRset> rrsets(Name owner) {
        return at(names, owner).sets();
    }

    /** Returns the types at a name, or at the wildcard that answers for it. */
    List<Integer> types(Name owner) {
        Name name = owner;
        if (!exists(owner)) {
            do {
                name = new Name(name, 1);
            } while (!exists(name) && !name.equals(apex));
            name = Question.name(name.equals(Name.root) ? "*." : "*." + name);
        }
        return rrsets(name).stream().map(set -> set.question().type()).toList();
    }

    /** Returns every RRset, by owner and type; sorts at the first call. */
    List<RRset> rrsets() {
        List<RRset> known = sorted;
        if (known == null) {
            var all = new ArrayList<Map.Entry<Name, NameRecords>>();
            names.forEach((name, records) -> all.add(Map.entry(name, records)));
            all.sort(Map.Entry.comparingByKey());
            known = all.stream().flatMap(one -> one.getValue().sets().stream()).toList();
            sorted = known;
        }
        return known;
    }

    /** Returns the SOA of a zone that has one. */
    SOARecord soa() {
        return soaRecord().orElseThrow();
    }

    /** Returns apex, serial and number of records, for the log. */
    @Override
    public String toString() {
        return apex + " serial " + soa().getSerial() + ", " + size + " records";
    }

    /** Orders zones by apex, the deepest first. */
    static final Comparator<ServedZone> DEEPEST_FIRST =
            Comparator.comparingInt((ServedZone zone) -> -zone.apex().labels())
                    .thenComparing(ServedZone::apex);
}
