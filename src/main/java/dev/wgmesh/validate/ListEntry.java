package dev.wgmesh.validate;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneRecord;
import java.util.Optional;
import org.xbill.DNS.TXTRecord;

/**
 * A record of a list, which should name a member.
 *
 * @param text untrusted
 * @param host the member; empty where the text names none
 */
public record ListEntry(MeshName list, ZoneRecord record, String text, Optional<HostName> host) {
    /** The entry that a TXT record at a mesh name is. */
    static ListEntry of(MeshName list, ZoneRecord record) {
        String text = TxtStrings.of((TXTRecord) record.record());
        Optional<HostName> host =
                HostName.parse(text)
                        .filter(h -> h.text().indexOf('.') >= 0)
                        .filter(ListEntry::fits);
        return new ListEntry(list, record, text, host);
    }

    /** Whether all names of the member's records are short enough (RFC 1035, section 2.3.4). */
    static boolean fits(HostName host) {
        try {
            return MeshOwner.reflexive(host).isAbsolute();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    public FindingLocation spot() {
        FindingLocation spot = FindingLocation.of(record);
        return host.map(spot::member).orElse(spot);
    }

    /** Where a record of the member should be: told at the line of the list. */
    public FindingLocation missing(Question question) {
        return FindingLocation.of(question).at(record.place()).member(host.orElseThrow());
    }
}
