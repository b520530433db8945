package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import java.util.List;

/**
 * What observers said about a member, and how often this node tried to meet it.
 *
 * @param endpoints of the last answers, in the order in which the observers were asked
 * @param slot in which observers were last asked (see {@link PairSlots})
 * @param asked slots in which observers were asked since the endpoints appeared or vanished
 * @param tries slots in which an observed endpoint was known, without a session since
 */
public record ObservedMember(
        HostName host, List<ObservedEndpoint> endpoints, long slot, int asked, int tries) {
    public ObservedMember {
        endpoints = List.copyOf(endpoints);
    }

    /** Returns a member that observers were never asked about. */
    static ObservedMember never(HostName host) {
        return new ObservedMember(host, List.of(), -1, 0, 0);
    }

    ObservedMember withEndpoints(List<ObservedEndpoint> known) {
        return new ObservedMember(host, known, slot, asked, tries);
    }

    /**
     * Returns it after observers were asked in a slot.
     *
     * @param answers empty: no observer sees the member
     */
    ObservedMember answered(long inSlot, List<ObservedEndpoint> answers) {
        boolean changed = endpoints.isEmpty() != answers.isEmpty();
        return new ObservedMember(
                host,
                answers,
                inSlot,
                changed ? 1 : Math.min(asked + 1, PairSlots.QUICK),
                answers.isEmpty() ? 0 : Math.min(tries + 1, PairSlots.QUICK + 1));
    }
}
