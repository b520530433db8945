package dev.wgmesh.zone;

import org.xbill.DNS.Type;

/** Reads type and data of an entry in its usual form: see {@link PlainFields}. */
final class PlainEntry {
    private PlainEntry() {}

    /** Returns the type at which the fields are, and moves past it; -1 for a type not read here. */
    static int type(PlainFields fields, byte[] text) {
        int from = fields.at();
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
        fields.moveTo(at);
        return fields.isEndOfToken() ? type : -1;
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
    static boolean data(PlainFields fields, int type) {
        return switch (type) {
            case Type.A -> fields.ipv4();
            case Type.AAAA -> fields.ipv6();
            case Type.NS, Type.CNAME, Type.PTR -> fields.name();
            case Type.MX -> fields.unsigned(16) && fields.name();
            case Type.SRV ->
                    fields.unsigned(16)
                            && fields.unsigned(16)
                            && fields.unsigned(16)
                            && fields.name();
            case Type.TXT -> fields.strings();
            default -> false;
        };
    }
}
