package dev.wgmesh.model;

import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The A and AAAA records of a name; each answer's addresses are sorted and distinct. */
public record HostAddresses(DnsAnswer<List<IpAddress>> v4, DnsAnswer<List<IpAddress>> v6) {
    /** Sorts and copies. */
    public HostAddresses {
        v4 = v4.map(SortedList::copyOf);
        v6 = v6.map(SortedList::copyOf);
    }

    /** Returns the answer of one family. */
    public DnsAnswer<List<IpAddress>> of(Family family) {
        return family == Family.V4 ? v4 : v6;
    }

    /** Returns whether no address was found. */
    public boolean isEmpty() {
        return found(v4).isEmpty() && found(v6).isEmpty();
    }

    private static List<IpAddress> found(DnsAnswer<List<IpAddress>> answer) {
        return answer instanceof DnsAnswer.Found<List<IpAddress>> found ? found.value() : List.of();
    }

    /** Returns every address found, IPv4 first, sorted. */
    public List<IpAddress> all() {
        List<IpAddress> fours = found(v4);
        List<IpAddress> sixes = found(v6);
        if (sixes.isEmpty()) {
            return fours;
        }
        if (fours.isEmpty()) {
            return sixes;
        }
        var all = new ArrayList<IpAddress>(fours.size() + sixes.size());
        all.addAll(fours);
        all.addAll(sixes);
        return List.copyOf(all);
    }

    /**
     * Returns the lowest addresses, so many at the most of both families together. A family gets
     * half of them, and what the other leaves.
     */
    public HostAddresses atMost(int most) {
        int fours = v4.found().map(List::size).orElse(0);
        int sixes = v6.found().map(List::size).orElse(0);
        if (fours + sixes <= most) {
            return this;
        }
        int first = Math.min(fours, Math.max(most - sixes, (most + 1) / 2));
        return new HostAddresses(
                v4.map(list -> list.subList(0, Math.min(list.size(), first))),
                v6.map(list -> list.subList(0, Math.min(list.size(), most - first))));
    }

    /** Returns why the lookup of a family failed; empty: none did. */
    public Optional<Problem> failure() {
        return v4.failure().or(v6::failure);
    }

    /** Returns whether the lookup of at least one family failed. */
    public boolean anyFailed() {
        return v4.isFailed() || v6.isFailed();
    }
}
