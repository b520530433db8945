package dev.wgmesh.provider.server;

import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The one message that carries out a plan (RFC 2136). Names in it are not compressed: compression
 * takes a name for another of different case, and a server compares rdata octet for octet.
 */
final class UpdateMessage {
    /** Octets at the most: a message over TCP has 65,535, and the signature is one of them. */
    static final int MOST_OCTETS = 60 * 1024;

    private static final byte[] NONE = {};

    private final DNSOutput out = new DNSOutput();

    private UpdateMessage() {}

    /**
     * Returns the message.
     *
     * @throws Failure REFUSED where it would be too long, or its conditions contradict each other
     */
    static byte[] of(ZonePlan plan, List<RecordChange> changes, int id) {
        return new UpdateMessage().octets(plan, changes, id);
    }

    private byte[] octets(ZonePlan plan, List<RecordChange> changes, int id) {
        out.writeU16(id);
        out.writeU16(Opcode.UPDATE << 11);
        out.writeU16(1);
        out.writeU32(0);
        out.writeU16(0);
        out.writeByteArray(plan.zone().toWire());
        out.writeU16(Type.SOA);
        out.writeU16(DClass.IN);
        int prerequisites = 0;
        for (var entry : prerequisites(plan, changes).entrySet()) {
            prerequisites += prerequisite(entry.getKey(), entry.getValue());
        }
        int updates = 0;
        for (RecordChange change : changes) {
            updates += update(change);
        }
        out.writeU16At(prerequisites, 6);
        out.writeU16At(updates, 8);
        byte[] octets = out.toByteArray();
        if (octets.length > MOST_OCTETS) {
            throw Failure.refused(
                    plan.zone().toString(true),
                    "the change needs "
                            + octets.length
                            + " octets in one message, which holds "
                            + MOST_OCTETS,
                    "change fewer records at a time");
        }
        return octets;
    }

    /** Returns what each RRset must be; empty: absent. */
    private static Map<Question, Optional<RRset>> prerequisites(
            ZonePlan plan, List<RecordChange> changes) {
        var wanted = new TreeMap<Question, Optional<RRset>>();
        changes.forEach(change -> wanted.put(change.question(), change.before()));
        for (Condition condition : plan.conditions()) {
            switch (condition) {
                case Condition.RRsetExists(RRset set) ->
                        put(wanted, set.question(), Optional.of(set));
                case Condition.RRsetAbsent(Question question) ->
                        put(wanted, question, Optional.empty());
            }
        }
        return wanted;
    }

    private static void put(
            Map<Question, Optional<RRset>> wanted, Question question, Optional<RRset> set) {
        Optional<RRset> known = wanted.getOrDefault(question, set);
        if (known.isPresent() != set.isPresent()
                || (set.isPresent() && !set.get().hasSameRdata(known.get()))) {
            throw Failure.refused(
                    question.toString(),
                    "the plan contains two different values",
                    "make the plan again");
        }
        wanted.put(question, known);
    }

    /** RFC 2136, sections 2.4.2 and 2.4.3. */
    private int prerequisite(Question question, Optional<RRset> set) {
        if (set.isEmpty()) {
            record(question.owner(), question.type(), DClass.NONE, 0, NONE);
            return 1;
        }
        Set<Record> once = new HashSet<>();
        for (Record record : set.get().dnsRecords()) {
            if (once.add(record)) {
                record(record.getName(), record.getType(), DClass.IN, 0, rdata(record));
            }
        }
        return once.size();
    }

    /** RFC 2136, section 2.5: what goes first, so that no limit of an RRset is passed between. */
    private int update(RecordChange change) {
        Question question = change.question();
        if (change.after().isEmpty()) {
            record(question.owner(), question.type(), DClass.ANY, 0, NONE);
            return 1;
        }
        for (Record record : change.removed()) {
            record(record.getName(), record.getType(), DClass.NONE, 0, rdata(record));
        }
        for (Record record : change.added()) {
            record(record.getName(), record.getType(), DClass.IN, record.getTTL(), rdata(record));
        }
        return change.removed().size() + change.added().size();
    }

    private void record(Name owner, int type, int dclass, long ttl, byte[] rdata) {
        out.writeByteArray(owner.toWire());
        out.writeU16(type);
        out.writeU16(dclass);
        out.writeU32(ttl);
        out.writeU16(rdata.length);
        out.writeByteArray(rdata);
    }

    /** Octet for octet; dnsjava's own methods fold case. */
    private static byte[] rdata(Record record) {
        byte[] wire = record.toWire(Section.UPDATE);
        int beforeIt = record.getName().length() + 10;
        return Arrays.copyOfRange(wire, beforeIt, wire.length);
    }
}
