package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import java.time.Instant;

/**
 * An endpoint of a member as an observer sees it.
 *
 * @param until when the answer of the observer expires
 */
public record ObservedEndpoint(Endpoint endpoint, HostName observer, Instant until) {}
