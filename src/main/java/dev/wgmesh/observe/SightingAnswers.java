package dev.wgmesh.observe;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The answers of an observer: to mesh addresses of members only, about members that it sees.
 * Everything else is refused, and a peer that asks too much gets no answer.
 */
final class SightingAnswers {
    /** Seconds that an answer is valid: a NAT may forget a mapping after 30 s. */
    static final long TTL = 15;

    private final SightingTable sightings;
    private final QuestionLimit limit;
    private volatile ObservedMesh mesh = ObservedMesh.NONE;

    SightingAnswers(SightingTable sightings, QuestionLimit limit) {
        this.sightings = sightings;
        this.limit = limit;
    }

    void update(ObservedMesh members) {
        mesh = members;
    }

    /** Returns the answer; empty: none. */
    Optional<byte[]> answer(byte[] octets, IpAddress from) {
        ObservedMesh now = mesh;
        if (!now.clients().contains(from) || !limit.take(from)) {
            return Optional.empty();
        }
        Message query;
        try {
            query = new Message(octets);
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        }
        if (query.getHeader().getFlag(Flags.QR)) {
            return Optional.empty();
        }
        return Optional.of(answer(query, now).toWire());
    }

    private Message answer(Message query, ObservedMesh now) {
        var answer = new Message(query.getHeader().getID());
        Header header = answer.getHeader();
        header.setFlag(Flags.QR);
        header.setOpcode(query.getHeader().getOpcode());
        Record question = query.getQuestion();
        if (question != null) {
            answer.addRecord(question, Section.QUESTION);
        }
        if (question == null || query.getHeader().getOpcode() != Opcode.QUERY) {
            header.setRcode(Rcode.REFUSED);
            return answer;
        }
        try {
            Optional<ReflexiveRecords> records = records(question, now);
            header.setRcode(records.isPresent() ? Rcode.NOERROR : Rcode.REFUSED);
            records.ifPresent(seen -> add(answer, question, seen));
        } catch (Failure _) {
            header.setRcode(Rcode.SERVFAIL);
        }
        return answer;
    }

    private Optional<ReflexiveRecords> records(Record question, ObservedMesh now) {
        Optional<HostName> host = ReflexiveRecords.hostOf(question);
        return host.flatMap(name ->
                sightings
                        .endpoint(name, now.keys())
                        .map(endpoint -> new ReflexiveRecords(name, endpoint, TTL)));
    }

    private static void add(Message answer, Record question, ReflexiveRecords seen) {
        answer.getHeader().setFlag(Flags.AA);
        if (question.getType() == Type.SRV) {
            answer.addRecord(seen.service(), Section.ANSWER);
            answer.addRecord(seen.address(), Section.ADDITIONAL);
        } else if (seen.address().getType() == question.getType()) {
            answer.addRecord(seen.address(), Section.ANSWER);
        }
    }
}
