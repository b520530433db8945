package dev.wgmesh.validate;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneRecord;
import java.util.Optional;
import org.xbill.DNS.TXTRecord;

/**
 * A TXT record of a member list.
 *
 * @param text untrusted
 * @param host the member; empty where the text is not a host name
 */
public record ListEntry(MeshName list, ZoneRecord record, String text, Optional<HostName> host) {
    /** Reads a TXT record at a mesh name. */
    static ListEntry of(MeshName list, ZoneRecord record) {
        String text = TxtStrings.of((TXTRecord) record.record());
        Optional<HostName> host =
                HostName.parse(text)
                        .filter(h -> h.text().indexOf('.') >= 0)
                        .filter(ListEntry::fits);
        return new ListEntry(list, record, text, host);
    }

    /** Returns whether the owner names of the member's records fit (RFC 1035, section 2.3.4). */
    static boolean fits(HostName host) {
        try {
            return OwnerNames.reflexive(host).isAbsolute();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** Returns the location of the entry, with the member. */
    public FindingLocation location() {
        FindingLocation location = FindingLocation.of(record);
        return host.map(location::withMember).orElse(location);
    }

    /** Returns the location of a missing record of the member, at the line of this entry. */
    public FindingLocation missingLocation(Question question) {
        return FindingLocation.of(question)
                .withPosition(record.place())
                .withMember(host.orElseThrow());
    }
}
