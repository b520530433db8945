package dev.wgmesh.diagnosis;

import dev.wgmesh.model.HostName;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Packets of several sizes that were sent through the tunnel and may not be fragmented in it.
 *
 * @param mtu of the interface, in octets
 * @param largest packet that was answered, in octets; empty: none was
 * @param pathMtu that the kernel knows to the endpoint, in octets
 */
public record MtuProbe(HostName host, int mtu, OptionalInt largest, Optional<Integer> pathMtu) {}
