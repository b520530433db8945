package dev.wgmesh.model;

/**
 * Where packets for a member may be sent: a name with its addresses, and a port.
 *
 * @param name HOST itself, or the target of its SRV record
 * @param port UDP, 1 to 65535
 */
public record EndpointTarget(HostName name, int port, HostAddresses addresses) {}
