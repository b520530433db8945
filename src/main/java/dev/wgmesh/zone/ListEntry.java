package dev.wgmesh.zone;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import java.util.Optional;

/**
 * A TXT record of a member list.
 *
 * @param text untrusted
 * @param host the member; empty where the text is not a host name
 */
public record ListEntry(MeshName list, ZoneRecord record, String text, Optional<HostName> host) {
    /** Reads a TXT record at a mesh name. */
    static ListEntry of(MeshName list, ZoneRecord record) {
        String text = record.text();
        Optional<HostName> host =
                HostName.parse(text)
                        .filter(h -> h.text().indexOf('.') >= 0)
                        .filter(OwnerNames::fits);
        return new ListEntry(list, record, text, host);
    }

    /** Returns why the entry has no host; empty where it has one. */
    Optional<Problem> problem() {
        return host.isPresent()
                ? Optional.empty()
                : Optional.of(
                        new Problem(
                                list + " TXT",
                                "\"" + text + "\" is not a full host name",
                                "list a full name, such as node-a." + list.domain()));
    }
}
