package dev.wgmesh.model;

import java.util.Optional;

/**
 * An endpoint as somebody asks for it.
 *
 * @param endpoint with port 51820 where none was given
 * @param hasPort whether a port was given
 */
public record EndpointRequest(Endpoint endpoint, boolean hasPort) {
    /** Returns the endpoint written as ADDR, ADDR:PORT or [ADDR]:PORT; else empty. */
    public static Optional<EndpointRequest> parse(String text) {
        return Endpoint.parse(text)
                .map(endpoint -> new EndpointRequest(endpoint, IpAddress.parse(text).isEmpty()));
    }
}
