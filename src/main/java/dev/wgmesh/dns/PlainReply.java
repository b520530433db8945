package dev.wgmesh.dns;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Reads replies in their usual form, without an object for each part of the message: the question
 * as it was asked, then records of its owner and type or one SOA record, addresses of parts of the
 * name asked, and an OPT record without options. The result is that of {@link LookupResult#of}.
 * What is not in this form is no fault here: the whole message is parsed instead.
 */
final class PlainReply {
    private static final int HEADER = 12;
    private static final int POINTER = 0xc000;

    /** Octets of a record's type, class, TTL and length. */
    private static final int FIXED = 10;

    /** Octets of the numbers of an SOA record, the last of which is the minimum. */
    private static final int SOA_NUMBERS = 20;

    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 255;

    private final byte[] reply;
    private final Question asked;
    private final int nameEnd;

    /** Where the next record, or the data of the last one, begins. */
    private int at;

    /** Where the owner of the SOA record is spelled out; the end is the begin where it is not. */
    private int zone;

    private int zoneEnd;

    /** The end of the data of the last record, and its TTL in seconds. */
    private int dataEnd;

    private int ttl;

    private PlainReply(byte[] reply, Question asked) {
        this.reply = reply;
        this.asked = asked;
        this.nameEnd = HEADER + asked.owner().length();
        this.at = nameEnd + 4;
    }

    /**
     * Returns what a reply says; empty where it is not in the usual form, or replies to another
     * query.
     *
     * @param query the octets that were sent
     */
    static Optional<LookupResult.Final> read(byte[] reply, byte[] query, Question asked) {
        var plain = new PlainReply(reply, asked);
        return plain.isReplyTo(query) ? plain.result() : Optional.empty();
    }

    /** Returns whether the header says that the server is authoritative. */
    static boolean isAuthoritative(byte[] reply) {
        return (reply[2] & 0x04) != 0;
    }

    private boolean isReplyTo(byte[] query) {
        if (reply.length < at) {
            return false;
        }
        int rcode = reply[3] & 0x0f;
        return (reply[2] & 0xfa) == 0x80 // QR, opcode QUERY, not TC
                && (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN)
                && number(4) == 1
                && Arrays.equals(reply, 0, 2, query, 0, 2)
                && Arrays.equals(reply, HEADER, at, query, HEADER, at);
    }

    private Optional<LookupResult.Final> result() {
        int answers = number(6);
        int authorities = number(8);
        Optional<LookupResult.Final> result = Optional.empty();
        if (answers > 0 && authorities == 0) {
            result = found(answers);
        } else if (answers == 0 && authorities == 1) {
            result = absent();
        }
        return result.isPresent() && endsAfter(number(10)) ? result : Optional.empty();
    }

    private Optional<LookupResult.Final> found(int answers) {
        Collection<Record> records = answers == 1 ? new ArrayList<>(1) : new LinkedHashSet<>();
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < answers; i++) {
            if (pointer() != (POINTER | HEADER) || !begins(asked.type()) || !isPlainData()) {
                return Optional.empty();
            }
            byte[] data = Arrays.copyOfRange(reply, at, dataEnd);
            if (records.add(Record.newRecord(asked.owner(), asked.type(), DClass.IN, ttl, data))) {
                least = Math.min(least, ttl);
            }
            at = dataEnd;
        }
        return Optional.of(new LookupResult.Found(RRset.of(List.copyOf(records)), least));
    }

    private Optional<LookupResult.Final> absent() {
        if (!skipZone() || !begins(Type.SOA)) {
            return Optional.empty();
        }
        int numbers = nameAt(nameAt(at));
        if (numbers < 0 || numbers + SOA_NUMBERS != dataEnd) {
            return Optional.empty();
        }
        long minimum = (long) number(dataEnd - 4) << 16 | number(dataEnd - 2);
        at = dataEnd;
        return Optional.of(new LookupResult.Absent(Math.min(ttl, minimum))); // RFC 2308, section 5
    }

    /** Returns the pointer at the position, and moves past it; 0: no two octets are there. */
    private int pointer() {
        at += 2;
        return at <= reply.length ? number(at - 2) : 0;
    }

    /** Moves past the owner of the SOA record, which must be the question's name or above it. */
    private boolean skipZone() {
        if (at < reply.length && reply[at] < 0) {
            return partOctets(pointer()) > 0;
        }
        for (int label = HEADER; label < nameEnd; label += 1 + reply[label]) {
            int end = at + nameEnd - label;
            if (end <= reply.length && Arrays.equals(reply, label, nameEnd, reply, at, end)) {
                zone = at;
                zoneEnd = end;
                at = end;
                return true;
            }
        }
        return false;
    }

    /**
     * Moves from the end of a record's owner to its data; returns false for another type or class,
     * or where it is cut off.
     */
    private boolean begins(int type) {
        int data = at + FIXED;
        if (data > reply.length
                || number(at) != type
                || number(at + 2) != DClass.IN
                || reply[at + 4] < 0) { // RFC 2181, section 8: such a TTL counts as 0
            return false;
        }
        ttl = number(at + 4) << 16 | number(at + 6);
        dataEnd = data + number(at + 8);
        at = data;
        return dataEnd <= reply.length;
    }

    private boolean isPlainData() {
        return switch (asked.type()) {
            case Type.A -> dataEnd - at == 4;
            case Type.AAAA -> dataEnd - at == 16;
            case Type.TXT -> areStrings();
            case Type.SRV -> isWholeName(at + 6);
            default -> false;
        };
    }

    /** Returns whether the data is one character string or more. */
    private boolean areStrings() {
        int next = at;
        while (next < dataEnd) {
            next += 1 + (reply[next] & 0xff);
        }
        return next == dataEnd && next > at;
    }

    /** Returns whether a name without a pointer fills the data from an offset on. */
    private boolean isWholeName(int from) {
        int next = from;
        while (next < dataEnd && reply[next] > 0 && reply[next] <= MAX_LABEL) {
            next += 1 + reply[next];
        }
        return next + 1 == dataEnd && reply[next] == 0 && dataEnd - from <= MAX_NAME;
    }

    /**
     * Returns the offset after a name in the data that has no pointer, or ends with one into the
     * question or the owner; -1 for another.
     */
    private int nameAt(int from) {
        int next = from;
        while (next >= 0 && next + 1 < dataEnd) {
            int label = reply[next] & 0xff;
            if (label == 0) {
                return next + 1 - from <= MAX_NAME ? next + 1 : -1;
            }
            if (label > MAX_LABEL) {
                int part = partOctets(number(next));
                return part > 0 && next - from + part <= MAX_NAME ? next + 2 : -1;
            }
            next += 1 + label;
        }
        return -1;
    }

    /**
     * Returns the octets of the name from the label on that a pointer names, of the question or of
     * the owner of the SOA record; 0 for another pointer.
     */
    private int partOctets(int pointer) {
        int part = partOctets(pointer, HEADER, nameEnd);
        return part > 0 ? part : partOctets(pointer, zone, zoneEnd);
    }

    private int partOctets(int pointer, int name, int end) {
        int label = name;
        while (label < end && (POINTER | label) != pointer) {
            label += 1 + reply[label];
        }
        return Math.max(0, end - label);
    }

    /**
     * Returns whether the reply ends after so many records: addresses, whose owner is a part of the
     * question's name, and then perhaps an OPT record without options (RFC 6891).
     */
    private boolean endsAfter(int additional) {
        int left = additional;
        while (left > 0 && skipAddress()) {
            left--;
        }
        return left == 0 ? at == reply.length : left == 1 && isEmptyOpt();
    }

    private boolean skipAddress() {
        int from = at;
        if (partOctets(pointer()) > 0
                && (begins(Type.A) && dataEnd - at == 4
                        || begins(Type.AAAA) && dataEnd - at == 16)) {
            at = dataEnd;
            return true;
        }
        at = from;
        return false;
    }

    private boolean isEmptyOpt() {
        return at + 1 + FIXED == reply.length
                && reply[at] == 0
                && number(at + 1) == Type.OPT
                && reply[at + 5] == 0 // the upper bits of the rcode
                && number(at + 9) == 0;
    }

    /** Returns the two octets at an offset as a number. */
    private int number(int offset) {
        return (reply[offset] & 0xff) << 8 | reply[offset + 1] & 0xff;
    }
}
