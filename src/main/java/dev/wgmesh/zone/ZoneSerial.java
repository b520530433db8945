package dev.wgmesh.zone;

import org.xbill.DNS.Name;

/**
 * The serial of a zone, as an authoritative server said it: while it is the same, so is the zone.
 *
 * @param server the address of the server; servers of one zone may have different copies of it
 * @param serial compared for equality only
 */
public record ZoneSerial(String server, Name apex, long serial) {}
