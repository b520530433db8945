package dev.wgmesh.zone;

import org.xbill.DNS.Record;

/** Reads TTLs of zone files: seconds, or BIND's units ({@code 1h30m}). */
public final class ZoneTtl {
    /** The maximum TTL, in seconds (RFC 2181, section 8). */
    public static final long MAX = 0x7fff_ffffL;

    /** The result of {@link #parse} for a text that is not a TTL. */
    static final long NONE = -1;

    /** Maximum of the field on the wire (RFC 1035, section 3.2.1). */
    private static final long MAX_UNSIGNED = 0xffff_ffffL;

    /** The result of {@link #parse} for a TTL that does not fit into 32 bits. */
    static final long TOO_LARGE = -2;

    private ZoneTtl() {}

    /** Returns the record with another TTL in seconds, its data octet for octet. */
    public static Record withTtl(Record record, long ttl) {
        return ZoneRecord.copy(record, record.getName(), ttl);
    }

    /**
     * Returns seconds, or {@link #NONE} or {@link #TOO_LARGE}. A result over {@link #MAX} means 0
     * (RFC 2181, section 8).
     */
    static long parse(String text) {
        if (text.isEmpty() || !isDigit(text.charAt(0))) {
            return NONE;
        }
        long total = 0;
        long number = 0;
        boolean digits = false;
        boolean units = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isDigit(c)) {
                number = Math.min(number * 10 + (c - '0'), MAX_UNSIGNED + 1);
                digits = true;
                continue;
            }
            long unit = seconds(c);
            if (unit == 0 || !digits) {
                return NONE;
            }
            total = Math.min(total + number * unit, Long.MAX_VALUE / 2);
            number = 0;
            digits = false;
            units = true;
        }
        if (units && digits) {
            return NONE;
        }
        total += number;
        return total > MAX_UNSIGNED ? TOO_LARGE : total;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static long seconds(char unit) {
        return switch (unit) {
            case 's', 'S' -> 1;
            case 'm', 'M' -> 60;
            case 'h', 'H' -> 3_600;
            case 'd', 'D' -> 86_400;
            case 'w', 'W' -> 604_800;
            default -> 0;
        };
    }
}
