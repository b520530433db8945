package dev.wgmesh.serve;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
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
 * Whether a zone is as an update wants it (RFC 2136, section 3.2).
 *
 * <table>
 * <caption>Its five forms</caption>
 * <tr><th>class</th><th>type</th><th>wanted</th><th>else</th></tr>
 * <tr><td>ANY</td><td>ANY</td><td>the name has records</td><td>NXDOMAIN</td></tr>
 * <tr><td>ANY</td><td>a type</td><td>the RRset is there</td><td>NXRRSET</td></tr>
 * <tr><td>NONE</td><td>ANY</td><td>the name has no records</td><td>YXDOMAIN</td></tr>
 * <tr><td>NONE</td><td>a type</td><td>no such RRset</td><td>YXRRSET</td></tr>
 * <tr><td>IN</td><td>a type, with data</td><td>the RRset is just these records</td><td>NXRRSET</td></tr>
 * </table>
 */
final class Prerequisites {
    private final ZoneContents zone;

    private Prerequisites(ZoneContents zone) {
        this.zone = zone;
    }

    /** Goes on only where all of them hold in the zone. */
    static void require(ZoneContents zone, UpdateRequest request) throws Refusal {
        new Prerequisites(zone).require(request);
    }

    private void require(UpdateRequest request) throws Refusal {
        Map<Question, List<Record>> exact = new TreeMap<>();
        for (Record record : request.prerequisites()) {
            boolean isEmpty = UpdateRequest.isEmpty(record);
            if (record.getTTL() != 0) {
                throw malformed(record);
            }
            request.requireInZone(record);
            switch (record.getDClass()) {
                case DClass.ANY -> {
                    requireThat(isEmpty, record);
                    requireThere(record);
                }
                case DClass.NONE -> {
                    requireThat(isEmpty, record);
                    requireAbsent(record);
                }
                case DClass.IN -> {
                    requireThat(!isEmpty, record);
                    exact.computeIfAbsent(question(record), _ -> new ArrayList<>()).add(record);
                }
                default -> throw malformed(record);
            }
        }
        for (Map.Entry<Question, List<Record>> set : exact.entrySet()) {
            requireExactly(set.getKey(), set.getValue());
        }
    }

    private static void requireThat(boolean isWellFormed, Record record) throws Refusal {
        if (!isWellFormed) {
            throw malformed(record);
        }
    }

    private static Refusal malformed(Record record) {
        return new Refusal(Rcode.FORMERR, UpdateRequest.text(record) + " is no prerequisite");
    }

    private void requireThere(Record record) throws Refusal {
        if (!isThere(record)) {
            int rcode = record.getType() == Type.ANY ? Rcode.NXDOMAIN : Rcode.NXRRSET;
            throw new Refusal(rcode, UpdateRequest.text(record) + " is not there");
        }
    }

    private void requireAbsent(Record record) throws Refusal {
        if (isThere(record)) {
            int rcode = record.getType() == Type.ANY ? Rcode.YXDOMAIN : Rcode.YXRRSET;
            throw new Refusal(rcode, UpdateRequest.text(record) + " is there");
        }
    }

    /** A name above others that has no records of its own is not there. */
    private boolean isThere(Record record) {
        return record.getType() == Type.ANY
                ? zone.questions().stream()
                        .anyMatch(question -> question.owner().equals(record.getName()))
                : zone.set(question(record)).isPresent();
    }

    /** Whatever the order and the case of names; a record wanted twice is never there. */
    private void requireExactly(Question question, List<Record> wanted) throws Refusal {
        Set<Record> there = new HashSet<>(zone.set(question).map(RRset::bare).orElse(List.of()));
        if (there.size() != wanted.size() || !there.containsAll(wanted)) {
            throw new Refusal(Rcode.NXRRSET, question + " is otherwise");
        }
    }

    private static Question question(Record record) {
        return new Question(record.getName(), record.getType());
    }
}
