package dev.wgmesh.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * Whether the kernel forwards packets that arrive at an interface.
 *
 * @param on the families in which it does
 * @param settable the families in which it can do so for one interface alone; IPv6 since Linux 6.17
 */
public record Forwarding(Set<Family> on, Set<Family> settable) {
    public Forwarding {
        on = Set.copyOf(on);
        settable = Set.copyOf(settable);
    }

    /** Returns the families among those wanted in which packets are not forwarded. */
    public Set<Family> missing(Set<Family> wanted) {
        var missing = EnumSet.noneOf(Family.class);
        wanted.stream().filter(family -> !on.contains(family)).forEach(missing::add);
        return missing;
    }
}
