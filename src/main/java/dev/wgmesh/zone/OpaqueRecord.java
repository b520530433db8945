package dev.wgmesh.zone;

import org.xbill.DNS.Name;

/**
 * A record of a zone file whose data wg-mesh cannot read, though a name server may: it is kept as
 * text, never changed, and not served.
 *
 * @param ttl in seconds
 * @param data as written
 * @param reason why it cannot be read
 */
public record OpaqueRecord(
        Name owner, int type, long ttl, String data, String reason, FilePosition place) {
    /** Returns the owner and type of its RRset. */
    public Question question() {
        return new Question(owner, type);
    }

    /** Returns the type and the reason: {@code WKS: unknown service x}. */
    public String what() {
        return RecordTypes.name(type) + ": " + reason;
    }

    /** Returns the position and the reason: {@code zones/a.zone:12: WKS: unknown service x}. */
    @Override
    public String toString() {
        return place + ": " + what();
    }
}
