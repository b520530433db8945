package dev.wgmesh.validate;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.TxtText;
import dev.wgmesh.zone.ZoneRecord;
import java.util.Optional;
import org.xbill.DNS.TXTRecord;

/**
 * A record of a list, which should name a member.
 *
 * @param text untrusted
 * @param host the member; empty where the text names none
 */
public record Entry(MeshName list, ZoneRecord record, String text, Optional<HostName> host) {
    /** The entry that a TXT record at a mesh name is. */
    static Entry of(MeshName list, ZoneRecord record) {
        String text = TxtText.of((TXTRecord) record.record());
        Optional<HostName> host =
                HostName.parse(text).filter(h -> h.text().indexOf('.') >= 0).filter(Entry::fits);
        return new Entry(list, record, text, host);
    }

    /** Whether all names of the member's records are short enough (RFC 1035, section 2.3.4). */
    static boolean fits(HostName host) {
        try {
            return MeshOwner.reflexive(host).isAbsolute();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    public Spot spot() {
        Spot spot = Spot.of(record);
        return host.map(spot::member).orElse(spot);
    }

    /** Where a record of the member should be: told at the line of the list. */
    public Spot missing(Question question) {
        return Spot.of(question).at(record.place()).member(host.orElseThrow());
    }
}
