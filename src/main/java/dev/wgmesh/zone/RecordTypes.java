package dev.wgmesh.zone;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.xbill.DNS.Type;

/** The names of record types: those of dnsjava, and those that the IANA registered since. */
final class RecordTypes {
    static final int DSYNC = 66;
    static final int RESINFO = 261;
    static final int WALLET = 262;

    /** Types 128 to 255 are for questions, not for records (RFC 6895, section 3.1). */
    private static final int FIRST_META = 128;

    private static final int LAST_META = 255;

    private static final Map<String, Integer> NEWER =
            Map.of(
                    "DSYNC", DSYNC,
                    "HHIT", 67,
                    "BRID", 68,
                    "RESINFO", RESINFO,
                    "WALLET", WALLET,
                    "CLA", 263,
                    "IPN", 264);

    private static final Map<Integer, String> NEWER_NAMES =
            NEWER.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private RecordTypes() {}

    /** Returns the number of a type name or of {@code TYPEnnn} (RFC 3597); -1 for other text. */
    static int value(String text) {
        int known = Type.value(text);
        return known >= 0 ? known : NEWER.getOrDefault(text.toUpperCase(Locale.ROOT), -1);
    }

    /** Returns the name of a type; {@code TYPEnnn} where it has none. */
    static String name(int type) {
        String newer = NEWER_NAMES.get(type);
        return newer == null ? Type.string(type) : newer;
    }

    /** Returns whether no zone holds records of the type (RFC 6895, section 3.1). */
    static boolean isMeta(int type) {
        return type == 0 || type == Type.OPT || (type >= FIRST_META && type <= LAST_META);
    }
}
