package dev.wgmesh.mesh;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which members of two lists may be on one local network. */
final class Neighbours {
    private Neighbours() {}

    /** Returns whether two different members of the lists may be on one local network. */
    static boolean areAny(List<MemberContact> one, List<MemberContact> other) {
        Map<String, Long> counts =
                one.stream()
                        .flatMap(contact -> contact.networks().stream())
                        .collect(Collectors.groupingBy(n -> n, Collectors.counting()));
        long needed = one.equals(other) ? 2 : 1;
        return other.stream()
                .flatMap(contact -> contact.networks().stream())
                .anyMatch(network -> counts.getOrDefault(network, 0L) >= needed);
    }

    /** Returns whether all members of both lists are on one local network, or there is only one. */
    static boolean areAll(List<MemberContact> one, List<MemberContact> other) {
        var common = new TreeSet<>(one.getFirst().networks());
        one.forEach(contact -> common.retainAll(contact.networks()));
        other.forEach(contact -> common.retainAll(contact.networks()));
        return !common.isEmpty() || one.size() == 1 && one.equals(other);
    }
}
