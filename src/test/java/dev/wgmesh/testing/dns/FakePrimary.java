package dev.wgmesh.testing.dns;

import dev.wgmesh.testing.dns.FakeDns.Reaction;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.Serial;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The primary of one zone, for {@link FakeDns}: it answers, transfers, and takes updates whose
 * prerequisites hold (RFC 2136), signed or not; faults can be injected.
 */
public final class FakePrimary implements FakeDns.Script {
    /** What it does about an update. */
    public enum UpdateBehaviour {
        /** Carries it out and replies. */
        WORKS,
        /** Carries it out, and says nothing. */
        SILENT_AFTER,
        /** Says nothing, and does nothing as yet. */
        SILENT_BEFORE,
        /** Carries it out, and closes the connection. */
        CLOSES_AFTER,
        /** Closes the connection, and does nothing. */
        CLOSES_BEFORE,
        /** Carries it out, and resets the connection. */
        RESETS_AFTER,
        /** Resets the connection, and does nothing. */
        RESETS_BEFORE,
        /** Says NOERROR, and does nothing. */
        NOERROR_ONLY,
        /** Says SERVFAIL, and does nothing. */
        FAILS
    }

    /** What it does about an update, by how many there were before it. */
    @FunctionalInterface
    public interface UpdateSchedule {
        UpdateBehaviour of(int update);
    }

    private final Name apex;
    private final SortedMap<Question, Set<Record>> sets = new TreeMap<>();
    private final UpdateSchedule moods;
    private final Map<Long, State> history = new HashMap<>();
    private boolean keepsHistory = true;
    private Runnable afterUpdate = () -> {};
    private int updates;
    private int cutBy;

    /** The primary of these records, of which the first is the zone's SOA. */
    public FakePrimary(List<Record> records, UpdateSchedule moods) {
        this.apex = records.getFirst().getName();
        this.moods = moods;
        records.forEach(record -> set(question(record)).add(record));
        history.put(soa().getSerial(), new State(soa(), records()));
    }

    /** The zone with one serial. */
    private record State(SOARecord soa, List<Record> records) {}

    /** Breaks transfers off so many octets before their end. */
    public synchronized void cutTransfersBy(int octets) {
        cutBy = octets;
    }

    /** Answers each later IXFR by the whole zone. */
    public synchronized void forgetHistory() {
        keepsHistory = false;
    }

    /** Runs something after each update, before its reply, as another writer does. */
    public synchronized void afterEachUpdate(Runnable action) {
        afterUpdate = action;
    }

    /** Puts a record into the zone, as another writer does. */
    public synchronized void put(Record record) {
        set(question(record)).add(record);
        raiseSerial();
    }

    /** Takes an RRset out of the zone, as another writer does. */
    public synchronized void remove(Question question) {
        sets.remove(question);
        raiseSerial();
    }

    /** How many updates it has heard. */
    public synchronized int updates() {
        return updates;
    }

    @Override
    public synchronized Reaction respond(Message query, boolean overTcp) throws IOException {
        if (query.getHeader().getOpcode() == Opcode.UPDATE) {
            return update(query);
        }
        return switch (query.getQuestion().getType()) {
            case Type.AXFR -> transfer(query);
            case Type.IXFR -> incrementalTransfer(query);
            default -> answer(query);
        };
    }

    private Reaction update(Message update) {
        UpdateBehaviour mood = moods.of(updates++);
        int rcode =
                switch (mood) {
                    case WORKS, SILENT_AFTER, CLOSES_AFTER, RESETS_AFTER -> applyUpdate(update);
                    case FAILS -> Rcode.SERVFAIL;
                    case NOERROR_ONLY, SILENT_BEFORE, CLOSES_BEFORE, RESETS_BEFORE -> Rcode.NOERROR;
                };
        afterUpdate.run();
        return switch (mood) {
            case WORKS, NOERROR_ONLY, FAILS -> {
                var reply = new Message(update.getHeader().getID());
                reply.getHeader().setOpcode(Opcode.UPDATE);
                reply.getHeader().setFlag(Flags.QR);
                reply.getHeader().setRcode(rcode);
                yield new Reaction.Send(reply.toWire());
            }
            case SILENT_AFTER, SILENT_BEFORE -> new Reaction.Silence();
            case CLOSES_AFTER, CLOSES_BEFORE -> new Reaction.Close(new byte[0]);
            case RESETS_AFTER, RESETS_BEFORE -> new Reaction.Reset();
        };
    }

    private int applyUpdate(Message update) {
        var wanted = new TreeMap<Question, Set<Record>>();
        for (Record record : update.getSection(Section.PREREQ)) {
            Question question = question(record);
            if (record.getTTL() != 0) {
                return Rcode.FORMERR;
            }
            if (record.getDClass() == DClass.NONE) {
                if (sets.containsKey(question)) {
                    return Rcode.YXRRSET;
                }
            } else {
                wanted.computeIfAbsent(question, _ -> new LinkedHashSet<>()).add(record);
            }
        }
        for (var set : wanted.entrySet()) {
            if (!set.getValue().equals(sets.get(set.getKey()))) {
                return Rcode.NXRRSET;
            }
        }
        update.getSection(Section.UPDATE).forEach(this::applyRecord);
        sets.values().removeIf(Set::isEmpty);
        raiseSerial();
        return Rcode.NOERROR;
    }

    private void applyRecord(Record record) {
        switch (record.getDClass()) {
            case DClass.ANY -> sets.remove(question(record));
            case DClass.NONE -> set(question(record)).removeIf(r -> sameRdata(r, record));
            default -> set(question(record)).add(record);
        }
    }

    private static boolean sameRdata(Record one, Record other) {
        return ByteBuffer.wrap(one.rdataToWireCanonical())
                .equals(ByteBuffer.wrap(other.rdataToWireCanonical()));
    }

    private SOARecord soa() {
        return (SOARecord) set(new Question(apex, Type.SOA)).iterator().next();
    }

    private List<Record> records() {
        var records = new ArrayList<Record>();
        sets.values().forEach(records::addAll);
        records.remove(soa());
        return records;
    }

    private void raiseSerial() {
        SOARecord soa = soa();
        SOARecord raised = Serial.in(soa, Serial.next(soa.getSerial(), LocalDate.EPOCH));
        sets.put(new Question(apex, Type.SOA), new LinkedHashSet<>(List.of(raised)));
        history.put(raised.getSerial(), new State(raised, records()));
    }

    private Reaction answer(Message query) {
        Question question = question(query.getQuestion());
        var reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.AA);
        reply.addRecord(query.getQuestion(), Section.QUESTION);
        for (int type : new int[] {question.type(), Type.CNAME}) {
            sets.getOrDefault(new Question(question.owner(), type), Set.of())
                    .forEach(record -> reply.addRecord(record, Section.ANSWER));
        }
        if (!question.owner().subdomain(apex)) {
            reply.getHeader().setRcode(Rcode.REFUSED);
        } else if (reply.getSection(Section.ANSWER).isEmpty()) {
            set(new Question(apex, Type.SOA))
                    .forEach(soa -> reply.addRecord(soa, Section.AUTHORITY));
        }
        return new Reaction.Send(reply.toWire());
    }

    /** Two messages: the second has the last record of the zone and the SOA again. */
    private Reaction transfer(Message query) throws IOException {
        List<Record> records = records();
        records.addFirst(soa());
        records.addLast(soa());
        return send(query, records);
    }

    /** The changes since the serial of the client in one step (RFC 1995, section 4). */
    private Reaction incrementalTransfer(Message query) throws IOException {
        var known = (SOARecord) query.getSection(Section.AUTHORITY).getFirst();
        State before = history.get(known.getSerial());
        if (before == null || !keepsHistory) {
            return transfer(query);
        }
        var sent = new ArrayList<Record>(List.of(soa()));
        if (known.getSerial() != soa().getSerial()) {
            List<Record> now = records();
            sent.add(before.soa());
            sent.addAll(before.records());
            sent.removeAll(now);
            sent.add(soa());
            now.removeAll(before.records());
            sent.addAll(now);
            sent.add(soa());
        }
        return send(query, sent);
    }

    private Reaction send(Message query, List<Record> records) throws IOException {
        var stream = new ByteArrayOutputStream();
        var out = new DataOutputStream(stream);
        int half = Math.max(1, records.size() - 2);
        for (List<Record> part :
                List.of(records.subList(0, half), records.subList(half, records.size()))) {
            var message = new Message(query.getHeader().getID());
            message.getHeader().setFlag(Flags.QR);
            message.getHeader().setFlag(Flags.AA);
            part.forEach(record -> message.addRecord(record, Section.ANSWER));
            byte[] octets = message.toWire();
            out.writeShort(octets.length);
            out.write(octets);
        }
        byte[] all = stream.toByteArray();
        return new Reaction.Close(Arrays.copyOf(all, Math.max(0, all.length - cutBy)));
    }

    private Set<Record> set(Question question) {
        return sets.computeIfAbsent(question, _ -> new LinkedHashSet<>());
    }

    private static Question question(Record record) {
        return new Question(record.getName(), record.getType());
    }
}
