package dev.wgmesh.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A condition of a rule of nftables. */
public sealed interface FilterMatch {
    /** Ports from the first to the last. */
    record PortRange(int first, int last) {}

    /** The destination port is one of these, or none of them. */
    record DestinationPort(List<PortRange> ranges, boolean negated) implements FilterMatch {}

    /** The transport protocol is one of these, or none of them. */
    record Protocol(Set<String> names, boolean negated) implements FilterMatch {}

    /** The packet arrived at one of these interfaces ({@code eth*}), or at none of them. */
    record InputInterface(Set<String> names, boolean negated) implements FilterMatch {}

    /** The connection has one of these states, or none of them. */
    record ConnectionState(Set<String> states, boolean negated) implements FilterMatch {}

    /** Anything else: a source address, a limit, a set with a name. */
    record Other() implements FilterMatch {}

    /**
     * Returns whether the first packet of a peer to a UDP port fits; empty: some do.
     *
     * @param uplinks interfaces that such packets arrive at
     */
    default Optional<Boolean> fits(int port, List<String> uplinks) {
        return switch (this) {
            case DestinationPort(List<PortRange> ranges, boolean negated) ->
                    Optional.of(
                            negated
                                    != ranges.stream()
                                            .anyMatch(
                                                    it -> it.first() <= port && port <= it.last()));
            case Protocol(Set<String> names, boolean negated) ->
                    Optional.of(negated != (names.contains("udp") || names.contains("17")));
            case ConnectionState(Set<String> states, boolean negated) ->
                    Optional.of(negated != states.contains("new"));
            case InputInterface(Set<String> names, boolean negated) ->
                    fits(names, uplinks).map(it -> negated != it);
            case Other() -> Optional.empty();
        };
    }

    private static Optional<Boolean> fits(Set<String> names, List<String> uplinks) {
        Predicate<String> named = link -> names.stream().anyMatch(name -> isInterface(name, link));
        if (!uplinks.isEmpty() && uplinks.stream().allMatch(named)) {
            return Optional.of(true);
        }
        return uplinks.stream().anyMatch(named) ? Optional.empty() : Optional.of(false);
    }

    private static boolean isInterface(String name, String link) {
        return name.endsWith("*")
                ? link.startsWith(name.substring(0, name.length() - 1))
                : link.equals(name);
    }
}
