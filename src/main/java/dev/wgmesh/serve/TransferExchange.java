package dev.wgmesh.serve;

import dev.wgmesh.zone.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A zone transfer, for clients on this machine only. The server keeps no history: IXFR returns the
 * whole zone, or only the SOA when the client is up to date or uses UDP (RFC 1995, section 2).
 *
 * @param zones served now
 */
record TransferExchange(ServedZones zones, RequestMessage request) {
    ResponseMessages handle(Message message, ResponseBuilder reply) {
        try {
            return new ResponseMessages(messages(message, reply), Optional.empty());
        } catch (RcodeException refusal) {
            return new ResponseMessages(
                    List.of(reply.withRcode(refusal.rcode())),
                    Optional.of(
                            "%s not transferred: %s"
                                    .formatted(
                                            message.getQuestion().getName().toString(true),
                                            refusal.text())));
        }
    }

    private List<byte[]> messages(Message message, ResponseBuilder reply) throws RcodeException {
        Record question = message.getQuestion();
        boolean incremental = question.getType() == Type.IXFR;
        ServedZone zone = zone(question);
        if (!incremental && !request.overTcp()) {
            throw new RcodeException(Rcode.FORMERR, "AXFR requires TCP");
        }
        SOARecord soa = zone.soa();
        if (incremental && (!request.overTcp() || isCurrent(message, zone, soa))) {
            Message only = reply.headerAndQuestion(Rcode.NOERROR);
            only.getHeader().setFlag(Flags.AA);
            only.addRecord(soa, Section.ANSWER);
            reply.option(Rcode.NOERROR).ifPresent(opt -> only.addRecord(opt, Section.ADDITIONAL));
            return List.of(reply.signer().sign(only.toWire()));
        }
        Message head = reply.headerAndQuestion(Rcode.NOERROR);
        head.getHeader().setFlag(Flags.AA);
        var signed = new ArrayList<byte[]>();
        for (byte[] octets :
                ZoneTransfer.of(
                        zone,
                        soa,
                        head.toWire(),
                        reply.option(Rcode.NOERROR),
                        reply.signer().reserve())) {
            signed.add(reply.signer().sign(octets));
        }
        return signed;
    }

    private ServedZone zone(Record question) throws RcodeException {
        Name apex = question.getName();
        if (question.getDClass() != DClass.IN) {
            throw new RcodeException(Rcode.REFUSED, "the class is not IN");
        }
        Optional<ServedZone> zone = zones.zone(apex);
        if (zone.isEmpty() && !zones.broken().contains(apex)) {
            throw new RcodeException(Rcode.NOTAUTH, "this server does not serve the zone");
        }
        if (!request.fromLoopback()) {
            throw new RcodeException(Rcode.REFUSED, "the client is not on this machine");
        }
        return zone.orElseThrow(
                () -> new RcodeException(Rcode.SERVFAIL, "the zone file has errors"));
    }

    /** Returns whether the client's serial is current or later. */
    private static boolean isCurrent(Message message, ServedZone zone, SOARecord soa)
            throws RcodeException {
        for (Record record : message.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord client && record.getName().equals(zone.apex())) {
                return !Serial.isAfter(soa.getSerial(), client.getSerial());
            }
        }
        throw new RcodeException(Rcode.FORMERR, "IXFR without the client's SOA");
    }
}
