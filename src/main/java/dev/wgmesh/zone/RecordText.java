package dev.wgmesh.zone;

import java.util.Optional;
import java.util.StringJoiner;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

/** Writes parts of records as zone-file text. */
public final class RecordText {
    private RecordText() {}

    /**
     * Returns the data of a record on one line: TXT as quoted strings, octets that are not
     * printable ASCII as {@code \DDD}; names absolute.
     */
    public static String data(Record record) {
        if (!(record instanceof TXTRecord txt)) {
            return record.rdataToString();
        }
        var strings = new StringJoiner(" ");
        for (byte[] octets : txt.getStringsAsByteArrays()) {
            strings.add(quoted(octets));
        }
        return strings.toString();
    }

    private static String quoted(byte[] octets) {
        var out = new StringBuilder(octets.length + 2).append('"');
        for (byte octet : octets) {
            int c = octet & 0xff;
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c >= ' ' && c <= '~') {
                out.append((char) c);
            } else {
                out.append('\\').append((char) ('0' + c / 100));
                out.append((char) ('0' + c / 10 % 10)).append((char) ('0' + c % 10));
            }
        }
        return out.append('"').toString();
    }

    /** Returns a name as written below an origin: {@code @}, relative, or absolute with its dot. */
    static String name(Name name, Optional<Name> origin) {
        if (origin.isEmpty() || origin.get().equals(Name.root)) {
            return name.toString();
        }
        if (name.equals(origin.get())) {
            return "@";
        }
        return name.relativize(origin.get()).toString();
    }
}
