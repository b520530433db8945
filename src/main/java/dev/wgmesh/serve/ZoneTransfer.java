package dev.wgmesh.serve;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Header;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * The messages of a zone transfer (RFC 5936, section 2.2): the SOA first and last, all other
 * records between, in order. Names are not compressed, to keep their case.
 */
final class ZoneTransfer {
    /** The most octets of a message, unless a single record needs more. */
    private static final int MESSAGE = 16 * 1024;

    /** The most octets of a message over TCP (RFC 1035, section 4.2.2). */
    private static final int LONGEST = 65535;

    private static final byte[] NONE = {};

    private final byte[] head;
    private final byte[] tail;
    private final int reserve;
    private final List<byte[]> messages = new ArrayList<>();
    private DNSOutput out = new DNSOutput();
    private int records;

    private ZoneTransfer(byte[] head, byte[] tail, int reserve) {
        this.head = head;
        this.tail = tail;
        this.reserve = reserve;
    }

    /**
     * Returns the messages.
     *
     * @param soa the zone's SOA
     * @param head an answer with the question and no records
     * @param option the OPT of each message; empty: none
     * @param reserve octets of a message to leave for its signature
     */
    static List<byte[]> of(
            ServedZone zone, Record soa, byte[] head, Optional<OPTRecord> option, int reserve)
            throws RcodeException {
        byte[] tail = option.map(opt -> opt.toWire(Section.ADDITIONAL)).orElse(NONE);
        var transfer = new ZoneTransfer(head, tail, reserve);
        transfer.begin();
        transfer.add(soa);
        for (RRset set : zone.rrsets()) {
            Question question = set.question();
            if (question.owner().subdomain(zone.apex()) && question.type() != soa.getType()) {
                for (Record record : distinctRecords(set)) {
                    transfer.add(record);
                }
            }
        }
        transfer.add(soa);
        transfer.end();
        return transfer.messages;
    }

    /** Returns the records without duplicates (RFC 2181, section 5.5). */
    private static Iterable<Record> distinctRecords(RRset set) {
        List<Record> records = set.dnsRecords();
        return records.size() == 1 ? records : new LinkedHashSet<>(records);
    }

    private void begin() {
        out = new DNSOutput(MESSAGE);
        out.writeByteArray(head);
        records = 0;
    }

    private void add(Record record) throws RcodeException {
        byte[] wire = record.toWire(Section.ANSWER);
        if (head.length + wire.length + tail.length + reserve > LONGEST) {
            throw new RcodeException(
                    Rcode.SERVFAIL, UpdateRequest.text(record) + " does not fit into a message");
        }
        if (records > 0 && out.current() + wire.length > MESSAGE - tail.length - reserve) {
            end();
            begin();
        }
        out.writeByteArray(wire);
        records++;
    }

    private void end() {
        out.writeByteArray(tail);
        out.writeU16At(records, Header.LENGTH - 6);
        out.writeU16At(tail.length == 0 ? 0 : 1, Header.LENGTH - 2);
        messages.add(out.toByteArray());
    }
}
