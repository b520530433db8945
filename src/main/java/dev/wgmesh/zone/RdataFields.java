package dev.wgmesh.zone;

import static java.util.Map.entry;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Address;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Reads the data of the types that dnsjava cannot read, field by field. */
final class RdataFields {
    /** A field of the data. */
    private enum Field {
        U8,
        U16,
        U32,
        /** A number, or the name of an algorithm (RFC 4034, section 2.2). */
        ALGORITHM,
        NAME,
        IPV4,
        /** Four groups of up to four hexadecimal digits (RFC 6742, section 2.1.1). */
        ID64,
        /** Six pairs of hexadecimal digits (RFC 7043, section 3.2). */
        EUI48,
        /** Eight pairs of hexadecimal digits (RFC 7043, section 4.2). */
        EUI64,
        STRING,
        /** All tokens to the end, at least one. */
        STRINGS,
        /** All tokens to the end, at least one. */
        HEX,
        /** All tokens to the end, at least one. */
        BASE64,
        /** Base64, {@code -} or nothing. */
        OPTIONAL_BASE64,
        /** A bitmap of type names (RFC 4034, section 4.1.2). */
        TYPES,
        /** Precedence, discovery, type and relay (RFC 8777, section 4). */
        RELAY,
        /** An E.164 number after {@code +}, or hexadecimal digits (AF-SAA-0069.000). */
        ATM_ADDRESS,
        /** Address, protocol and port numbers (RFC 1035, section 3.4.2). */
        SERVICES
    }

    private static final Map<Integer, List<Field>> FORMATS =
            Map.ofEntries(
                    entry(Type.WKS, List.of(Field.SERVICES)),
                    entry(Type.EID, List.of(Field.HEX)),
                    entry(Type.NIMLOC, List.of(Field.HEX)),
                    entry(Type.ATMA, List.of(Field.ATM_ADDRESS)),
                    entry(Type.SINK, List.of(Field.U8, Field.U8, Field.U8, Field.OPTIONAL_BASE64)),
                    entry(Type.NINFO, List.of(Field.STRINGS)),
                    entry(Type.RKEY, List.of(Field.U16, Field.U8, Field.U8, Field.BASE64)),
                    entry(Type.TALINK, List.of(Field.NAME, Field.NAME)),
                    entry(Type.CSYNC, List.of(Field.U32, Field.U16, Field.TYPES)),
                    entry(Type.NID, List.of(Field.U16, Field.ID64)),
                    entry(Type.L32, List.of(Field.U16, Field.IPV4)),
                    entry(Type.L64, List.of(Field.U16, Field.ID64)),
                    entry(Type.LP, List.of(Field.U16, Field.NAME)),
                    entry(Type.EUI48, List.of(Field.EUI48)),
                    entry(Type.EUI64, List.of(Field.EUI64)),
                    entry(Type.AVC, List.of(Field.STRINGS)),
                    entry(
                            Type.DOA,
                            List.of(
                                    Field.U32,
                                    Field.U32,
                                    Field.U8,
                                    Field.STRING,
                                    Field.OPTIONAL_BASE64)),
                    entry(Type.AMTRELAY, List.of(Field.RELAY)),
                    entry(Type.TA, List.of(Field.U16, Field.ALGORITHM, Field.U8, Field.HEX)),
                    entry(RecordTypes.RESINFO, List.of(Field.STRINGS)),
                    entry(RecordTypes.WALLET, List.of(Field.STRINGS)));

    private final RdataTokens tokens;
    private final Optional<Name> origin;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int next;

    private RdataFields(RdataTokens tokens, int from, Optional<Name> origin) {
        this.tokens = tokens;
        this.next = from;
        this.origin = origin;
    }

    /** Returns whether this class reads the data of a type. */
    static boolean reads(int type) {
        return FORMATS.containsKey(type);
    }

    /** Returns the octets of the data whose first token is {@code from}. */
    static byte[] read(int type, RdataTokens tokens, int from, Optional<Name> origin)
            throws InvalidEntry {
        var fields = new RdataFields(tokens, from, origin);
        for (Field field : FORMATS.getOrDefault(type, List.of())) {
            fields.read(field);
        }
        tokens.requireEnd(fields.next);
        return fields.out.toByteArray();
    }

    private void read(Field field) throws InvalidEntry {
        switch (field) {
            case U8 -> number(1);
            case U16 -> number(2);
            case U32 -> number(4);
            case ALGORITHM -> algorithm();
            case NAME -> out.writeBytes(tokens.name(next++, origin).toWire());
            case IPV4 -> out.writeBytes(tokens.ipv4(next++));
            case ID64 -> groups(":", 4, 4);
            case EUI48 -> groups("-", 6, 2);
            case EUI64 -> groups("-", 8, 2);
            case STRING -> out.writeBytes(tokens.string(next++));
            case STRINGS -> rest(tokens.strings(next));
            case HEX -> rest(tokens.hex(next));
            case BASE64 -> rest(tokens.base64(next));
            case OPTIONAL_BASE64 -> optionalBase64();
            case TYPES -> types();
            case RELAY -> relay();
            case ATM_ADDRESS -> atmAddress();
            case SERVICES -> services();
        }
    }

    private void rest(byte[] octets) {
        out.writeBytes(octets);
        next = tokens.count();
    }

    private void number(int octets) throws InvalidEntry {
        long value = tokens.number(next++, (1L << (8 * octets)) - 1);
        for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >> shift));
        }
    }

    private void algorithm() throws InvalidEntry {
        int number = DNSSEC.Algorithm.value(tokens.text(next));
        if (number < 0) {
            throw new InvalidEntry(next, "unknown algorithm '" + tokens.text(next) + "'");
        }
        out.write(number);
        next++;
    }

    /** Reads groups of up to {@code digits} hexadecimal digits. */
    private void groups(String separator, int count, int digits) throws InvalidEntry {
        String text = tokens.text(next);
        String[] groups = text.split(separator, -1);
        for (String group : groups) {
            if (groups.length != count || !group.matches("[0-9A-Fa-f]{1," + digits + "}")) {
                throw new InvalidEntry(
                        next,
                        "'%s' is not %d groups of hexadecimal digits with '%s' between"
                                .formatted(text, count, separator));
            }
            out.writeBytes(HexFormat.of().parseHex("0".repeat(digits - group.length()) + group));
        }
        next++;
    }

    private void optionalBase64() throws InvalidEntry {
        if (next == tokens.count() - 1 && tokens.text(next).equals("-")) {
            next++;
        } else if (next < tokens.count()) {
            rest(tokens.base64(next));
        }
    }

    private void types() throws InvalidEntry {
        int[] types = new int[tokens.count() - next];
        for (int i = 0; i < types.length; i++) {
            types[i] = RecordTypes.value(tokens.text(next));
            if (types[i] < 0) {
                throw new InvalidEntry(next, "unknown record type '" + tokens.text(next) + "'");
            }
            next++;
        }
        // dnsjava has the bitmap only in NSEC, after a name: here the root, one octet
        byte[] nsec =
                new NSECRecord(Name.root, DClass.IN, 0, Name.root, types).rdataToWireCanonical();
        out.write(nsec, 1, nsec.length - 1);
    }

    private void relay() throws InvalidEntry {
        number(1);
        long discovery = tokens.number(next++, 1);
        int type = (int) tokens.number(next++, 127);
        out.write((int) (discovery << 7 | type));
        String relay = tokens.text(next);
        switch (type) {
            case 0 -> {
                if (!relay.equals(".")) {
                    throw new InvalidEntry(next, "'" + relay + "' is not '.'");
                }
                next++;
            }
            case 1 -> read(Field.IPV4);
            case 2 -> {
                byte[] address = Address.toByteArray(relay, Address.IPv6);
                if (address == null) {
                    throw new InvalidEntry(next, "'" + relay + "' is not an IPv6 address");
                }
                out.writeBytes(address);
                next++;
            }
            case 3 -> read(Field.NAME);
            default -> throw InvalidEntry.opaque(next, "unknown relay type " + type);
        }
    }

    private void atmAddress() throws InvalidEntry {
        String text = tokens.text(next);
        String digits = text.replace(".", "");
        if (digits.matches("\\+[0-9]+")) {
            out.write(1);
            digits.substring(1).chars().forEach(out::write);
        } else if (digits.length() % 2 == 0 && digits.matches("[0-9A-Fa-f]+")) {
            out.write(0);
            out.writeBytes(HexFormat.of().parseHex(digits));
        } else {
            throw new InvalidEntry(next, "'" + text + "' is not an ATM address");
        }
        next++;
    }

    /** Reads a WKS record with port numbers. */
    private void services() throws InvalidEntry {
        read(Field.IPV4);
        String protocol = tokens.text(next);
        switch (protocol.toLowerCase(Locale.ROOT)) {
            case "tcp" -> out.write(6);
            case "udp" -> out.write(17);
            default -> out.write((int) tokens.number(next, 255));
        }
        next++;
        var ports = new byte[8192];
        int length = 0;
        while (next < tokens.count()) {
            int port = (int) tokens.number(next++, 65_535);
            ports[port / 8] |= (byte) (0x80 >> port % 8);
            length = Math.max(length, port / 8 + 1);
        }
        out.write(ports, 0, length);
    }
}
