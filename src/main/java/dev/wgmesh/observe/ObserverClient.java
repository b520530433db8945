package dev.wgmesh.observe;

import dev.wgmesh.mesh.ObservedEndpoint;
import dev.wgmesh.mesh.ObserverQuestion;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import java.util.List;
import java.util.Map;

/** Asks observers at which endpoints they see members. */
@FunctionalInterface
public interface ObserverClient {
    /**
     * Returns the answers by member: the endpoints in the order of the observers; empty where those
     * that answered do not see the member. A member that no observer answered about is left out.
     */
    Map<HostName, List<ObservedEndpoint>> ask(List<ObserverQuestion> questions);

    /**
     * Returns the answers that come at once, as {@link #ask} does: no question is repeated, and a
     * lost one is none.
     */
    default Map<HostName, List<ObservedEndpoint>> askOnce(List<ObserverQuestion> questions) {
        return ask(questions);
    }

    /** Sends a packet to each mesh address, through the tunnel; nobody need answer. */
    default void probe(List<IpAddress> addresses) {}
}
