package dev.wgmesh.testing.route53;

import java.util.Locale;
import java.util.StringJoiner;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

/** Converts zone-file records to API values, independently of the code under test. */
final class RecordValue {
    private RecordValue() {}

    static String value(Record record) {
        if (!(record instanceof TXTRecord txt)) {
            return record.rdataToString();
        }
        var strings = new StringJoiner(" ");
        for (byte[] octets : txt.getStringsAsByteArrays()) {
            var string = new StringBuilder();
            for (byte octet : octets) {
                boolean plain = octet >= ' ' && octet <= '~' && octet != '"' && octet != '\\';
                string.append(
                        plain
                                ? String.valueOf((char) octet)
                                : String.format(Locale.ROOT, "\\%03o", octet & 0xff));
            }
            strings.add("\"" + string + "\"");
        }
        return strings.toString();
    }
}
