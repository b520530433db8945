package dev.wgmesh.zone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** The text of TXT records, an octet a character (ISO 8859-1). */
public final class TxtStrings {
    /** Octets in one character-string at the most (RFC 1035, section 3.3). */
    private static final int MAX_STRING = 255;

    private TxtStrings() {}

    /** The record's strings joined; untrusted: any octet may be in it. */
    public static String of(TXTRecord record) {
        var text = new StringBuilder();
        for (byte[] string : record.getStringsAsByteArrays()) {
            text.append(new String(string, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    /** The texts of an RRset of type TXT, in its order. */
    public static List<String> of(RRset set) {
        return set.bare().stream().map(record -> of((TXTRecord) record)).toList();
    }

    /** A record that holds {@code text}, in as many strings as it needs. */
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
