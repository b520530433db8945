package dev.wgmesh.serve;

import dev.wgmesh.zone.Question;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * An update of one zone (RFC 2136, section 2).
 *
 * @param zone its apex
 * @param prerequisites in the order given
 * @param updates in the order given
 */
record UpdateRequest(Name zone, List<Record> prerequisites, List<Record> updates) {
    /** The first meta type (RFC 6895, section 3.1). */
    private static final int FIRST_META = 128;

    private static final int LAST_META = 255;

    private static final Set<Integer> MADE_BY_SIGNING = Set.of(Type.RRSIG, Type.NSEC, Type.NSEC3);

    UpdateRequest {
        prerequisites = List.copyOf(prerequisites);
        updates = List.copyOf(updates);
    }

    /** Checks the zone section of a message (RFC 2136, section 3.1) and returns the request. */
    static UpdateRequest of(Message message) throws RcodeException {
        List<Record> zones = message.getSection(Section.ZONE);
        if (zones.size() != 1 || zones.getFirst().getType() != Type.SOA) {
            throw new RcodeException(Rcode.FORMERR, "the zone section must have one SOA");
        }
        if (zones.getFirst().getDClass() != DClass.IN) {
            throw new RcodeException(Rcode.NOTAUTH, "the class is not IN");
        }
        return new UpdateRequest(
                zones.getFirst().getName(),
                message.getSection(Section.PREREQ),
                message.getSection(Section.UPDATE));
    }

    /** Checks each record of the update section on its own (RFC 2136, section 3.4.1). */
    void prescan() throws RcodeException {
        for (Record record : updates) {
            requireInZone(record);
            boolean wellFormed =
                    switch (record.getDClass()) {
                        case DClass.IN -> !isEmpty(record) && !isMeta(record.getType());
                        case DClass.ANY ->
                                record.getTTL() == 0
                                        && isEmpty(record)
                                        && (record.getType() == Type.ANY
                                                || !isMeta(record.getType()));
                        case DClass.NONE ->
                                record.getTTL() == 0
                                        && !isEmpty(record)
                                        && !isMeta(record.getType());
                        default -> false;
                    };
            if (!wellFormed) {
                throw new RcodeException(Rcode.FORMERR, "malformed update of " + text(record));
            }
            if (MADE_BY_SIGNING.contains(record.getType())) {
                throw new RcodeException(
                        Rcode.REFUSED,
                        "cannot update " + text(record) + ": only signing creates this type");
            }
        }
    }

    /** Throws a refusal unless the record's owner is in the zone. */
    void requireInZone(Record record) throws RcodeException {
        if (!record.getName().subdomain(zone)) {
            throw new RcodeException(Rcode.NOTZONE, text(record) + " is outside the zone");
        }
    }

    /** Returns whether the record has no data. */
    static boolean isEmpty(Record record) {
        return record.rdataToWireCanonical().length == 0;
    }

    private static boolean isMeta(int type) {
        return type == Type.OPT || (type >= FIRST_META && type <= LAST_META);
    }

    /** Returns owner and type of a record, for messages. */
    static String text(Record record) {
        return new Question(record.getName(), record.getType()).toString();
    }
}
