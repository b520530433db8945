package dev.wgmesh.model;

/**
 * A name with its addresses and a port, to which packets for a member may be sent.
 *
 * @param name HOST itself, or the target of its SRV record
 * @param port UDP, 1 to 65535
 */
public record EndpointTarget(HostName name, int port, HostAddresses addresses) {}
