package dev.wgmesh.diagnosis;

import dev.wgmesh.model.HostName;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Packets of several sizes that were sent through the tunnel and may not be fragmented in it.
 *
 * @param mtu of the interface, in octets
 * @param largest packet that was answered, in octets; empty: none was
 * @param carried the largest packet that the path to the endpoint carries in one piece, in octets;
 *     empty: the kernel does not know
 */
public record MtuProbe(HostName host, int mtu, OptionalInt largest, Optional<Integer> carried) {}
