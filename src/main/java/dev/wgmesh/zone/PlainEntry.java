package dev.wgmesh.zone;

import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Reads one entry after the other in its usual form, see {@link PlainFields}: owner, TTL, class IN,
 * type and data on one line.
 */
final class PlainEntry {
    private final byte[] text;
    private final TextCursor cursor;
    private final PlainFields fields;
    private int first;
    private byte[] owner = new byte[0];
    private int ownerEnd;
    private boolean inherits;
    private boolean empty;
    private long ttl;
    private int type;

    /** Creates a reader of entries with any origin, which has none yet. */
    PlainEntry(byte[] text) {
        this.text = text;
        this.cursor = new TextCursor(text);
        this.fields = new PlainFields(cursor, text.length, PlainFields.MAX_NAME);
    }

    /** Creates a reader of entries with that origin, of a short text. */
    PlainEntry(byte[] text, Optional<Name> origin) {
        this.text = text;
        this.cursor = new TextCursor(text);
        this.fields =
                new PlainFields(
                        cursor, text.length, origin.isPresent() ? origin.get().length() : 0);
        setOrigin(origin);
    }

    /** Sets the origin of relative names; empty: none, and relative names are not plain. */
    void setOrigin(Optional<Name> origin) {
        fields.setOrigin(origin);
    }

    /**
     * Reads the line at an offset; returns false, with no other result, if it is not a usual one.
     */
    boolean read(int start) {
        cursor.moveTo(start);
        empty = cursor.endOfLine();
        if (empty) {
            return true;
        }
        inherits = cursor.blanks();
        first = cursor.at();
        if (!inherits) {
            fields.clear();
            if (!fields.name()) {
                return false;
            }
            ownerEnd = cursor.at();
            takeOwner();
            if (!cursor.blanks()) {
                return false;
            }
        }
        if (!ttlAndClass()) {
            return false;
        }
        type = type(cursor, text);
        fields.clear();
        return type >= 0 && data(fields, type) && cursor.endOfLine();
    }

    private void takeOwner() {
        byte[] wire = fields.wire();
        int length = fields.written();
        if (length != owner.length || !Arrays.equals(wire, 0, length, owner, 0, length)) {
            owner = Arrays.copyOf(wire, length);
        }
    }

    /** Reads a TTL and the class IN, each at most once; returns whether they are usual ones. */
    private boolean ttlAndClass() {
        ttl = -1;
        boolean dclass = false;
        while (true) {
            if (ttl < 0 && cursor.isAtDigit()) {
                ttl = cursor.number(ZoneTtl.MAX);
                if (ttl < 0) {
                    return false;
                }
            } else if (!dclass && cursor.word("IN")) {
                dclass = true;
            } else {
                return true;
            }
            if (!cursor.blanks()) {
                return false;
            }
        }
    }

    /** Returns the offset of the next line. */
    int end() {
        return cursor.at();
    }

    /** Returns whether the line has no entry. */
    boolean isEmpty() {
        return empty;
    }

    /** Returns whether the entry has no owner, and inherits that of the entry before. */
    boolean inherits() {
        return inherits;
    }

    /** Returns the owner in wire form; the same array as before where it is the same. */
    byte[] owner() {
        return owner;
    }

    /** Returns the offset after the owner. */
    int ownerEnd() {
        return ownerEnd;
    }

    /** Returns the TTL in seconds; -1: none. */
    long ttl() {
        return ttl;
    }

    int type() {
        return type;
    }

    /** Returns the data in wire form, its first {@link #length()} octets. */
    byte[] data() {
        return fields.wire();
    }

    /** Returns the octets of the data. */
    int length() {
        return fields.written();
    }

    /** Returns the column of the first token, from 1, in an entry at offset 0. */
    int column() {
        return first + 1;
    }

    /** Returns the record of the entry. */
    Record record(Name itsOwner, long itsTtl) {
        return Record.newRecord(
                itsOwner, type, DClass.IN, itsTtl, Arrays.copyOf(fields.wire(), fields.written()));
    }

    /** Returns the type at which the cursor is, and moves past it; -1 for a type not read here. */
    private static int type(TextCursor cursor, byte[] text) {
        int from = cursor.at();
        int at = from;
        while (at < text.length && at - from < 6 && text[at] >= 'A' && text[at] <= 'Z') {
            at++;
        }
        int type =
                switch (at - from) {
                    case 1 -> text[from] == 'A' ? Type.A : -1;
                    case 2 -> is(text, from, "NS") ? Type.NS : is(text, from, "MX") ? Type.MX : -1;
                    case 3 ->
                            is(text, from, "TXT")
                                    ? Type.TXT
                                    : is(text, from, "SRV")
                                            ? Type.SRV
                                            : is(text, from, "PTR") ? Type.PTR : -1;
                    case 4 -> is(text, from, "AAAA") ? Type.AAAA : -1;
                    case 5 -> is(text, from, "CNAME") ? Type.CNAME : -1;
                    default -> -1;
                };
        // AAAA4 is no type: digits, too, end no token
        cursor.moveTo(at);
        return cursor.isEndOfToken() ? type : -1;
    }

    private static boolean is(byte[] text, int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (text[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Writes the data of a type up to the end of the line; returns whether it is in usual form. */
    private static boolean data(PlainFields fields, int type) {
        return switch (type) {
            case Type.A -> fields.ipv4();
            case Type.AAAA -> fields.ipv6();
            case Type.NS, Type.CNAME, Type.PTR -> fields.name();
            case Type.MX -> fields.unsigned(16) && fields.name();
            case Type.SRV -> serviceLocation(fields);
            case Type.TXT -> fields.strings();
            default -> false;
        };
    }

    /** Writes the data of an SRV record: priority, weight, port, target (RFC 2782). */
    private static boolean serviceLocation(PlainFields fields) {
        boolean numbers = true;
        for (int i = 0; i < 3 && numbers; i++) {
            numbers = fields.unsigned(16);
        }
        return numbers && fields.name();
    }
}
