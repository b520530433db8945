package dev.wgmesh.serve;

import dev.wgmesh.tsig.TsigKey;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/**
 * An update and its answer (RFC 2136, section 3). As in BIND, zone, sender and syntax of the update
 * section are checked before the prerequisites.
 *
 * @param zones served now
 */
record UpdateExchange(ServedZones zones, ZoneUpdater updates, ClientIdentity client) {
    ResponseMessages handle(Message message, ResponseBuilder reply) {
        String who = clientName();
        String what =
                message.getSection(Section.ZONE).stream()
                        .findFirst()
                        .map(zone -> zone.getName().toString(true))
                        .orElse("(no zone)");
        try {
            ZoneUpdater.UpdateResult done =
                    applied(UpdateRequest.of(message), what + " updated by " + who);
            return new ResponseMessages(
                    List.of(reply.withRcode(Rcode.NOERROR)),
                    Optional.of(
                            "%s updated by %s: serial %d, %s"
                                    .formatted(what, who, done.serial(), sets(done.sets()))));
        } catch (RcodeException refusal) {
            return new ResponseMessages(
                    List.of(reply.withRcode(refusal.rcode())),
                    Optional.of("%s not updated by %s: %s".formatted(what, who, refusal.text())));
        }
    }

    private ZoneUpdater.UpdateResult applied(UpdateRequest request, String purpose)
            throws RcodeException {
        Name apex = request.zone();
        Optional<ServedZone> zone = zones.zone(apex);
        boolean broken = zones.broken().contains(apex);
        if (zone.isEmpty() && !broken) {
            throw new RcodeException(Rcode.NOTAUTH, "this server does not serve the zone");
        }
        if (!(client instanceof ClientIdentity.KeyHolder)) {
            throw new RcodeException(
                    Rcode.REFUSED, "the request is not signed with a key of --tsig-key-file");
        }
        request.prescan();
        return updates.apply(
                zone.orElseThrow(
                        () -> new RcodeException(Rcode.SERVFAIL, "the zone file has errors")),
                request,
                purpose);
    }

    private String clientName() {
        return switch (client) {
            case ClientIdentity.KeyHolder(TsigKey key, _) -> key.name().toString(true);
            case ClientIdentity.Anonymous _,
                    ClientIdentity.UnknownKey _,
                    ClientIdentity.BadSignature _ ->
                    "an unauthenticated client";
        };
    }

    private static String sets(int changed) {
        return switch (changed) {
            case 0 -> "no change";
            case 1 -> "1 RRset changed";
            default -> changed + " RRsets changed";
        };
    }
}
