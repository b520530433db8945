package dev.wgmesh.serve;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Checks the prerequisites of an update (RFC 2136, section 3.2).
 *
 * <table>
 * <caption>The five forms</caption>
 * <tr><th>class</th><th>type</th><th>required</th><th>rcode if not</th></tr>
 * <tr><td>ANY</td><td>ANY</td><td>the name has records</td><td>NXDOMAIN</td></tr>
 * <tr><td>ANY</td><td>a type</td><td>the RRset exists</td><td>NXRRSET</td></tr>
 * <tr><td>NONE</td><td>ANY</td><td>the name has no records</td><td>YXDOMAIN</td></tr>
 * <tr><td>NONE</td><td>a type</td><td>the RRset does not exist</td><td>YXRRSET</td></tr>
 * <tr><td>IN</td><td>a type, with data</td><td>the RRset has exactly these records</td><td>NXRRSET</td></tr>
 * </table>
 */
final class Prerequisites {
    private final ServedZone zone;

    private Prerequisites(ServedZone zone) {
        this.zone = zone;
    }

    /** Throws a refusal unless all prerequisites hold in the zone. */
    static void require(ServedZone zone, UpdateRequest request) throws RcodeException {
        new Prerequisites(zone).require(request);
    }

    private void require(UpdateRequest request) throws RcodeException {
        Map<Question, List<Record>> exact = new TreeMap<>();
        for (Record record : request.prerequisites()) {
            boolean isEmpty = UpdateRequest.isEmpty(record);
            if (record.getTTL() != 0) {
                throw malformed(record);
            }
            request.requireInZone(record);
            switch (record.getDClass()) {
                case DClass.ANY -> {
                    requireWellFormed(isEmpty, record);
                    requirePresent(record);
                }
                case DClass.NONE -> {
                    requireWellFormed(isEmpty, record);
                    requireAbsent(record);
                }
                case DClass.IN -> {
                    requireWellFormed(!isEmpty, record);
                    exact.computeIfAbsent(question(record), _ -> new ArrayList<>()).add(record);
                }
                default -> throw malformed(record);
            }
        }
        for (Map.Entry<Question, List<Record>> set : exact.entrySet()) {
            requireExactly(set.getKey(), set.getValue());
        }
    }

    private static void requireWellFormed(boolean isWellFormed, Record record)
            throws RcodeException {
        if (!isWellFormed) {
            throw malformed(record);
        }
    }

    private static RcodeException malformed(Record record) {
        return new RcodeException(
                Rcode.FORMERR, "malformed prerequisite for " + UpdateRequest.text(record));
    }

    private void requirePresent(Record record) throws RcodeException {
        if (!isPresent(record)) {
            int rcode = record.getType() == Type.ANY ? Rcode.NXDOMAIN : Rcode.NXRRSET;
            throw new RcodeException(
                    rcode,
                    "prerequisite failed: " + UpdateRequest.text(record) + " does not exist");
        }
    }

    private void requireAbsent(Record record) throws RcodeException {
        if (isPresent(record)) {
            int rcode = record.getType() == Type.ANY ? Rcode.YXDOMAIN : Rcode.YXRRSET;
            throw new RcodeException(
                    rcode, "prerequisite failed: " + UpdateRequest.text(record) + " exists");
        }
    }

    /** Returns whether the RRset or name exists; a name without records of its own does not. */
    private boolean isPresent(Record record) {
        return record.getType() == Type.ANY
                ? !zone.rrsets(record.getName()).isEmpty()
                : zone.rrset(question(record)).isPresent();
    }

    /** Compares regardless of the order and case of names; a duplicate record never matches. */
    private void requireExactly(Question question, List<Record> wanted) throws RcodeException {
        Set<Record> there =
                new HashSet<>(zone.rrset(question).map(RRset::dnsRecords).orElse(List.of()));
        if (there.size() != wanted.size() || !there.containsAll(wanted)) {
            throw new RcodeException(
                    Rcode.NXRRSET, "prerequisite failed: " + question + " has other records");
        }
    }

    private static Question question(Record record) {
        return new Question(record.getName(), record.getType());
    }
}
