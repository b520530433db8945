package dev.wgmesh.zone;

import dev.wgmesh.model.IpAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/**
 * A record and its position in a file.
 *
 * @param record with case and rdata as read
 * @param place empty for a record from a server or a new record
 */
public record ZoneRecord(Record record, Optional<FilePosition> place) {
    /** Bytes of type, class, TTL and length of the rdata (RFC 1035, section 3.2.1). */
    private static final int BEFORE_RDATA = 10;

    /** Returns a record without a position. */
    public static ZoneRecord of(Record record) {
        return new ZoneRecord(record, Optional.empty());
    }

    /** Returns the record with another owner and TTL; its rdata keeps the case of its names. */
    public static Record copy(Record record, Name owner, long ttl) {
        return Record.newRecord(owner, record.getType(), record.getDClass(), ttl, rdata(record));
    }

    /** Returns the octets of the data, names in the case as read. */
    public static byte[] rdata(Record record) {
        byte[] wire = record.toWire(Section.ANSWER);
        return Arrays.copyOfRange(wire, record.getName().length() + BEFORE_RDATA, wire.length);
    }

    /**
     * Returns the rdata in canonical form, as hexadecimal digits: records of one RRset are the same
     * if it is equal (RFC 4034, section 6.2).
     */
    public static String canonicalRdata(Record record) {
        return HexFormat.of().formatHex(record.rdataToWireCanonical());
    }

    /** Returns its owner name. */
    public Name owner() {
        return record.getName();
    }

    /** Returns the owner and type of its RRset. */
    public Question question() {
        return new Question(record.getName(), record.getType());
    }

    /** Returns the text of a TXT record, untrusted; empty for another type. */
    public String text() {
        return record instanceof TXTRecord txt ? TxtStrings.of(txt) : "";
    }

    /**
     * Returns the address of an A or AAAA record; throws IllegalArgumentException for another type.
     */
    public IpAddress address() {
        return switch (record) {
            case ARecord _, AAAARecord _ -> IpAddress.of(record.rdataToWireCanonical());
            default -> throw new IllegalArgumentException(question().toString());
        };
    }

    /**
     * Returns the name that a PTR or SRV record points to; throws IllegalArgumentException for
     * another type.
     */
    public Name target() {
        return switch (record) {
            case PTRRecord ptr -> ptr.getTarget();
            case SRVRecord srv -> srv.getTarget();
            default -> throw new IllegalArgumentException(question().toString());
        };
    }

    /** Returns its file and line, or its owner and type. */
    public String location() {
        return place.map(FilePosition::toString).orElseGet(() -> question().toString());
    }
}
