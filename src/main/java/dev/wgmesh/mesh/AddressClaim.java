package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;

/** A prefix that a member claims. */
record AddressClaim(AcceptedMember member, Prefix prefix) {
    /** The number of ranks. */
    static final int RANKS = 5;

    HostName owner() {
        return member.name();
    }

    /**
     * Returns its rank against other claims: 0 wins. What a member holds comes first, then
     * addresses, then nets; of each, those of members in the domain of the mesh before others.
     */
    int rank(String domain) {
        if (member.holds(prefix)) {
            return 0;
        }
        int inside = owner().isWithin(domain) ? 1 : 2;
        return isNet() ? inside + 2 : inside;
    }

    /** Returns whether it is a network behind the member, not an address of its own. */
    boolean isNet() {
        return !prefix.isHost() || !member.published().addresses().contains(prefix.network());
    }

    /** Returns an address without its prefix length, a net with it. */
    String text() {
        return prefix.isHost() ? prefix.network().toString() : prefix.toString();
    }

    Problem refusal(String because, String fix) {
        return new Problem(owner().text(), "its claim " + text() + " is refused: " + because, fix);
    }
}
