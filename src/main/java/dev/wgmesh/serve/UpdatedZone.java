package dev.wgmesh.serve;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZoneDifference;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.Serial;
import dev.wgmesh.zone.ZoneRecord;
import dev.wgmesh.zone.ZoneTtl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * A zone while the update section of a request is applied, record by record (RFC 2136, section
 * 3.4.2). Records that would make the zone invalid are ignored, as in BIND.
 *
 * <table>
 * <caption>What is applied, and what is ignored</caption>
 * <tr><th>class</th><th>type</th><th>applied</th><th>ignored</th></tr>
 * <tr><td>IN</td><td>a type</td><td>the record is added; a CNAME or DNAME replaces an existing one</td>
 *     <td>a CNAME beside other records, others beside a CNAME; a DS outside a delegation;
 *     NS or DNAME at a wildcard (RFC 4592, section 4)</td></tr>
 * <tr><td>IN</td><td>SOA</td><td>refused: the server raises the serial with each change</td>
 *     <td>an SOA below the apex, an SOA without a later serial</td></tr>
 * <tr><td>ANY</td><td>a type</td><td>the RRset is removed</td><td>the apex's SOA and NS</td></tr>
 * <tr><td>ANY</td><td>ANY</td><td>every RRset of the name is removed</td>
 *     <td>the apex's SOA and NS</td></tr>
 * <tr><td>NONE</td><td>a type</td><td>the record is removed</td>
 *     <td>the SOA, the apex's last NS</td></tr>
 * </table>
 *
 * <p>The records of a new RRset get the TTL of the record added last. Unlike in BIND, an existing
 * RRset keeps its TTL, since the editor of zone files keeps it for every writer.
 */
final class UpdatedZone {
    /** The most records of an RRset, and types of a name: BIND's defaults. */
    private static final int MOST = 100;

    /** Types allowed beside a CNAME (RFC 4034, section 2.5; RFC 2181, section 10.1). */
    private static final Set<Integer> BESIDE_CNAME =
            Set.of(Type.SIG, Type.KEY, Type.NXT, Type.RRSIG, Type.NSEC);

    private final ServedZone zone;
    private final Map<Name, Set<Integer>> types = new HashMap<>();
    private final Map<Question, List<Record>> touched = new TreeMap<>();

    /** Starts with the unchanged zone. */
    UpdatedZone(ServedZone zone) {
        this.zone = zone;
    }

    /** Returns the changes that an update section makes. */
    static List<RRsetChange> changes(ServedZone zone, List<Record> updates) throws RcodeException {
        var updated = new UpdatedZone(zone);
        for (Record update : updates) {
            updated.apply(update);
        }
        List.copyOf(updated.touched.keySet()).forEach(updated::dropOrphanedDs);
        var difference = new ZoneDifference(zone);
        updated.touched.forEach(difference::replace);
        List<RRsetChange> changes = difference.changes();
        if (!changes.isEmpty()) {
            HostAddressCheck.require(zone, changes);
        }
        return changes;
    }

    /** Removes a DS that is no longer at a delegation. */
    private void dropOrphanedDs(Question question) {
        Name owner = question.owner();
        if ((question.type() == Type.NS || question.type() == Type.DS)
                && !types(owner).contains(Type.NS)) {
            removeAll(new Question(owner, Type.DS));
        }
    }

    private void apply(Record update) throws RcodeException {
        Question question = new Question(update.getName(), update.getType());
        switch (update.getDClass()) {
            case DClass.IN -> add(question, update);
            case DClass.NONE -> remove(question, update);
            default -> {
                if (question.type() == Type.ANY) {
                    for (int type : List.copyOf(types(question.owner()))) {
                        removeAll(new Question(question.owner(), type));
                    }
                } else {
                    removeAll(question);
                }
            }
        }
    }

    private void add(Question question, Record record) throws RcodeException {
        boolean isDsOfApex = question.type() == Type.DS && isApex(question.owner());
        boolean isWildCut =
                question.owner().isWild()
                        && (question.type() == Type.NS || question.type() == Type.DNAME);
        if (isDsOfApex || isWildCut || conflictsWithCname(question)) {
            return;
        }
        if (record instanceof SOARecord soa) {
            requireNoNewSoa(question, soa);
            return;
        }
        List<Record> records = records(question);
        records.replaceAll(present -> ZoneTtl.withTtl(present, record.getTTL()));
        if (records.contains(record)) {
            return;
        }
        if (question.type() == Type.CNAME || question.type() == Type.DNAME) {
            records.clear();
        }
        records.add(record);
        types(question.owner()).add(question.type());
        if (records.size() > MOST) {
            throw new RcodeException(
                    Rcode.SERVFAIL, question + " would have more than " + MOST + " records");
        }
        if (types(question.owner()).size() > MOST) {
            throw new RcodeException(
                    Rcode.SERVFAIL,
                    question.owner().toString(true) + " would have more than " + MOST + " types");
        }
    }

    private boolean conflictsWithCname(Question question) {
        Set<Integer> there = types(question.owner());
        if (question.type() == Type.CNAME) {
            return there.stream()
                    .anyMatch(type -> type != Type.CNAME && !BESIDE_CNAME.contains(type));
        }
        return there.contains(Type.CNAME) && !BESIDE_CNAME.contains(question.type());
    }

    private void requireNoNewSoa(Question question, SOARecord soa) throws RcodeException {
        for (Record present : records(question)) {
            if (Serial.isAfter(soa.getSerial(), ((SOARecord) present).getSerial())) {
                throw new RcodeException(
                        Rcode.REFUSED,
                        "cannot update "
                                + question
                                + ": the server raises the serial with each change");
            }
        }
    }

    private void remove(Question question, Record record) {
        List<Record> records = records(question);
        boolean isLastServer =
                question.type() == Type.NS && isApex(question.owner()) && records.size() == 1;
        if (question.type() == Type.SOA || isLastServer) {
            return;
        }
        String rdata = ZoneRecord.canonicalRdata(record);
        records.removeIf(present -> ZoneRecord.canonicalRdata(present).equals(rdata));
        forgetIfEmpty(question);
    }

    private void removeAll(Question question) {
        if (isApex(question.owner())
                && (question.type() == Type.SOA || question.type() == Type.NS)) {
            return;
        }
        records(question).clear();
        forgetIfEmpty(question);
    }

    private void forgetIfEmpty(Question question) {
        if (records(question).isEmpty()) {
            types(question.owner()).remove(question.type());
        }
    }

    private boolean isApex(Name owner) {
        return owner.equals(zone.apex());
    }

    /** Returns the types of a name after the updates so far. */
    private Set<Integer> types(Name owner) {
        return types.computeIfAbsent(
                owner,
                asked ->
                        zone.rrsets(asked).stream()
                                .map(set -> set.question().type())
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Returns the records of an RRset after the updates so far. */
    private List<Record> records(Question question) {
        return touched.computeIfAbsent(
                question,
                asked ->
                        new ArrayList<>(
                                zone.rrset(asked).map(RRset::dnsRecords).orElse(List.of())));
    }
}
