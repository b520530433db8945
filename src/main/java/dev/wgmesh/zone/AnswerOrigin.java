package dev.wgmesh.zone;

import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/**
 * The origin of an answer that a server gave with authority (AA), for the name itself and not for
 * an alias of it.
 *
 * @param zone the zone that holds the name; empty where the reply does not name it, as one with
 *     records seldom does
 */
public record AnswerOrigin(String server, Optional<ZoneSerial> zone) {
    /**
     * Returns the origin of a reply; empty where the server is no authority for the name, or the
     * name is an alias.
     *
     * @param server the address that the reply came from
     */
    public static Optional<AnswerOrigin> of(Question asked, Message reply, String server) {
        int rcode = reply.getRcode();
        boolean answers = rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
        List<Record> answer = reply.getSection(Section.ANSWER);
        if (!answers
                || !reply.getHeader().getFlag(Flags.AA)
                || !answer.stream().allMatch(record -> isDirect(record, asked))) {
            return Optional.empty();
        }
        List<Record> soa = answer.isEmpty() ? reply.getSection(Section.AUTHORITY) : answer;
        return Optional.of(
                new AnswerOrigin(
                        server,
                        soa.stream()
                                .filter(SOARecord.class::isInstance)
                                .map(SOARecord.class::cast)
                                .filter(record -> asked.owner().subdomain(record.getName()))
                                .findFirst()
                                .map(record -> serial(record, server))));
    }

    private static boolean isDirect(Record record, Question asked) {
        return record.getType() == asked.type() && record.getName().equals(asked.owner());
    }

    private static ZoneSerial serial(SOARecord record, String server) {
        Name apex = record.getName();
        return new ZoneSerial(server, apex, record.getSerial());
    }
}
