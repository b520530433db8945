package dev.wgmesh.zone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Parses messages of servers whose zones have records that dnsjava rejects and servers do not: CAA
 * with a tag in upper case, LOC of another version, an SVCB parameter without a value, WKS without
 * a port. Such a record is kept as octets, and equal to another with the same octets.
 */
public final class WireMessage {
    /**
     * Types whose data wg-mesh reads, or whose names may be compressed (RFC 3597, section 4), so
     * that the octets are no data without the message: what dnsjava rejects is no message.
     */
    private static final Set<Integer> READ_BY_DNSJAVA =
            WellKnownTypes.and(Type.SIG, Type.NXT, Type.OPT, Type.TKEY, Type.TSIG);

    /** A type that dnsjava keeps as octets (RFC 3597); for private use. */
    private static final int UNKNOWN = 65_534;

    /** Bytes of a question after its name. */
    private static final int AFTER_NAME = 4;

    private final DNSInput input;

    /** The octets, where each record that dnsjava rejects has an unknown type. */
    private final byte[] readable;

    /** The records that dnsjava rejects, by section and index. */
    private final Map<Integer, Map<Integer, Record>> raw = new LinkedHashMap<>();

    private WireMessage(byte[] octets) {
        this.input = new DNSInput(octets);
        this.readable = octets.clone();
    }

    /**
     * Returns the message. Its signature is one of the octets as received.
     *
     * @throws IOException where the octets are no message
     */
    public static Message parse(byte[] octets) throws IOException {
        try {
            var message = new Message(octets);
            if (!hasWks(message)) {
                return message;
            }
        } catch (IOException | RuntimeException _) {
            // some record cannot be read, which may be one that is not needed
        }
        try {
            return new WireMessage(octets).read();
        } catch (RuntimeException e) {
            throw new IOException(e);
        }
    }

    /** Returns whether it has such a record: dnsjava reads some that it cannot write. */
    private static boolean hasWks(Message message) {
        return message.getSection(Section.ANSWER).stream()
                .anyMatch(record -> record.getType() == Type.WKS);
    }

    private Message read() throws IOException {
        var header = new Header(input.readByteArray(Header.LENGTH));
        for (int i = 0; i < header.getCount(Section.QUESTION); i++) {
            var _ = new Name(input);
            input.readByteArray(AFTER_NAME);
        }
        for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++) {
            for (int index = 0; index < header.getCount(section); index++) {
                readRecord(section, index);
            }
        }
        var message = new Message(readable);
        raw.forEach((section, records) -> replace(message, section, records));
        return message;
    }

    private void readRecord(int section, int index) throws IOException {
        var owner = new Name(input);
        int typeAt = input.current();
        int type = input.readU16();
        int dclass = input.readU16();
        long ttl = input.readU32();
        byte[] data = input.readByteArray(input.readU16());
        if (!READ_BY_DNSJAVA.contains(type) && !isReadable(owner, type, dclass, ttl, data)) {
            ByteBuffer.wrap(readable).putShort(typeAt, (short) UNKNOWN);
            raw.computeIfAbsent(section, _ -> new HashMap<>())
                    .put(index, new RawRecord(owner, type, dclass, ttl, data));
        }
    }

    /** Returns whether dnsjava reads the data, and writes what it has read. */
    private static boolean isReadable(Name owner, int type, int dclass, long ttl, byte[] data) {
        try {
            @Nullable Record record = Record.newRecord(owner, type, dclass, ttl, data);
            return record != null && record.rdataToWireCanonical() != null;
        } catch (RuntimeException _) {
            return false;
        }
    }

    private static void replace(Message message, int section, Map<Integer, Record> records) {
        List<Record> all = List.copyOf(message.getSection(section));
        message.removeAllRecords(section);
        for (int index = 0; index < all.size(); index++) {
            message.addRecord(records.getOrDefault(index, all.get(index)), section);
        }
    }
}
