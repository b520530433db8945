package dev.wgmesh.zone;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Converts a record to and from one line of zone-file text, octet for octet: owner, TTL, class,
 * type and data, with absolute names. Data that its own form cannot express exactly is written in
 * the form for unknown types (RFC 3597, section 5).
 */
public final class RecordLine {
    /** Octets of type, class, TTL and the length of the data (RFC 1035, section 3.2.1). */
    private static final int HEAD = 10;

    private RecordLine() {}

    /** Returns the line, without line feed. */
    public static String of(Record record) {
        String head =
                "%s %d %s %s "
                        .formatted(
                                record.getName(),
                                record.getTTL(),
                                DClass.string(record.getDClass()),
                                Type.string(record.getType()));
        String line = head + RecordText.data(record);
        return parse(line).filter(read -> isSame(read, record)).isPresent()
                ? line
                : head + unknown(record);
    }

    private static String unknown(Record record) {
        byte[] octets = exact(record);
        int head = record.getName().length() + HEAD;
        byte[] data = Arrays.copyOfRange(octets, head, octets.length);
        return "\\# " + data.length + " " + HexFormat.of().formatHex(data);
    }

    /** Returns the record of a line; empty where the line is not a record of class IN. */
    public static Optional<Record> parse(String line) {
        String[] parts = line.split(" ", 5);
        if (parts.length != 5 || !parts[1].matches("[0-9]{1,10}") || !parts[2].equals("IN")) {
            return Optional.empty();
        }
        long ttl = Long.parseLong(parts[1]);
        int type = Type.value(parts[3], true);
        if (ttl > ZoneTtl.MAX || !parts[0].endsWith(".") || type < 0 || !Type.isRR(type)) {
            return Optional.empty();
        }
        try {
            Name owner = Name.fromString(parts[0]);
            return Optional.of(Record.fromString(owner, type, DClass.IN, ttl, parts[4], Name.root));
        } catch (IOException | RuntimeException _) {
            // dnsjava throws various unchecked exceptions at invalid text
            return Optional.empty();
        }
    }

    /** Returns whether two records are equal octet for octet. */
    public static boolean isSame(Record one, Record other) {
        return Arrays.equals(exact(one), exact(other));
    }

    private static byte[] exact(Record record) {
        return record.toWire(Section.ANSWER);
    }
}
