package dev.wgmesh.zone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Reads and writes the text of TXT records, one character for each octet (ISO 8859-1). */
public final class TxtStrings {
    /** Maximum octets of a character-string (RFC 1035, section 3.3). */
    private static final int MAX_STRING = 255;

    private TxtStrings() {}

    /** Returns the record's strings joined; untrusted: any octet may be in it. */
    public static String of(TXTRecord record) {
        List<byte[]> strings = record.getStringsAsByteArrays();
        if (strings.size() == 1) {
            return new String(strings.getFirst(), StandardCharsets.ISO_8859_1);
        }
        var text = new StringBuilder();
        for (byte[] string : strings) {
            text.append(new String(string, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    /** Returns the texts of an RRset of type TXT, in order. */
    public static List<String> of(RRset set) {
        return set.dnsRecords().stream().map(record -> of((TXTRecord) record)).toList();
    }

    /** Returns a record of {@code text}, split into strings of at most 255 octets. */
    public static Record record(Name owner, long ttl, String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        var wire = new ArrayList<Byte>();
        for (int at = 0; at < octets.length || at == 0; at += MAX_STRING) {
            int length = Math.min(MAX_STRING, octets.length - at);
            wire.add((byte) length);
            for (int i = at; i < at + length; i++) {
                wire.add(octets[i]);
            }
        }
        byte[] rdata = new byte[wire.size()];
        for (int i = 0; i < rdata.length; i++) {
            rdata[i] = wire.get(i);
        }
        return Record.newRecord(owner, Type.TXT, DClass.IN, ttl, rdata);
    }
}
