package dev.wgmesh.zone;

import org.xbill.DNS.Name;

/**
 * The serial of a zone, as an authoritative server said it: while it is the same, so is the zone.
 *
 * @param server the address of the server; servers of one zone may have different copies of it
 * @param serial compared for equality only
 */
public record ZoneSerial(String server, Name apex, long serial) {
    /**
     * Returns whether the serial proves that nothing changed. That of Route53 and Azure DNS is 1
     * and is never raised, so that 0 and 1 prove nothing.
     */
    boolean isRaised() {
        return serial > 1;
    }
}
