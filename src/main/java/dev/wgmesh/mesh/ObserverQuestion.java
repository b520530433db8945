package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import java.util.List;

/**
 * A question to observers: at which endpoint do they see the member?
 *
 * @param slot in which it is asked (see {@link PairSlots})
 * @param observers to ask, in this order; at least one
 */
public record ObserverQuestion(HostName member, long slot, List<Observer> observers) {
    public ObserverQuestion {
        observers = List.copyOf(observers);
    }

    /**
     * A member that says where it sees others.
     *
     * @param address its mesh address, through the tunnel
     * @param port UDP and TCP
     */
    public record Observer(HostName host, IpAddress address, int port) {}
}
