package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Peer;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the configuration of a member that does not run wg-mesh with what DNS says now. */
public final class ConfigurationComparison {
    private final StaticConfiguration expected;
    private final ConfiguredInterface given;
    private final List<Problem> differences = new ArrayList<>();

    private ConfigurationComparison(StaticConfiguration expected, ConfiguredInterface given) {
        this.expected = expected;
        this.given = given;
    }

    /**
     * Returns the differences, each with the member or the key as its place; empty: it fits. An
     * endpoint is compared only where it is an address, and fits if DNS has it at all. Addresses
     * are compared only if the file has any: {@code wg setconf} takes none.
     */
    public static List<Problem> differences(
            StaticConfiguration expected, ConfiguredInterface given) {
        var comparison = new ConfigurationComparison(expected, given);
        comparison.compareInterface();
        comparison.comparePeers();
        return List.copyOf(comparison.differences);
    }

    private void add(Object where, String what) {
        differences.add(new Problem(where.toString(), what, ""));
    }

    private void compareInterface() {
        given.key()
                .filter(key -> !key.equals(expected.key()))
                .ifPresent(key ->
                        add(
                                expected.host(),
                                "its private key has the public key "
                                        + key
                                        + ", and DNS says "
                                        + expected.key()));
        if (!given.addresses().isEmpty()) {
            compare(expected.host(), "address", expected.addresses(), given.addresses());
        }
        given.port()
                .filter(port -> port != expected.port())
                .ifPresent(port ->
                        add(
                                expected.host(),
                                "listens at port " + port + ", and DNS says " + expected.port()));
    }

    private void comparePeers() {
        Map<PublicKey, ConfiguredPeer> peers = new LinkedHashMap<>();
        given.peers().forEach(peer -> peers.put(peer.key(), peer));
        for (StaticPeer member : expected.peers()) {
            Optional.ofNullable(peers.remove(member.peer().key()))
                    .ifPresentOrElse(
                            peer -> comparePeer(member, peer),
                            () ->
                                    add(
                                            member.host(),
                                            "has no peer with its key " + member.peer().key()));
        }
        peers.forEach((key, peer) ->
                add(
                        peer.comment().orElse(key.base64()),
                        "the peer with the key "
                                + key
                                + " is not a member that this host reaches"));
    }

    private void comparePeer(StaticPeer member, ConfiguredPeer given) {
        Peer peer = member.peer();
        compare(member.host(), "allowed IP", peer.allowedIps(), given.allowedIps());
        List<Endpoint> known =
                Stream.concat(peer.endpoint().stream(), member.otherEndpoints().stream()).toList();
        Optional<Endpoint> endpoint = given.endpoint().flatMap(Endpoint::parse);
        if (given.endpoint().isEmpty() && !known.isEmpty()) {
            add(member.host(), "has no endpoint, and DNS says " + known.getFirst());
        } else if (endpoint.isPresent() && !known.contains(endpoint.get())) {
            add(
                    member.host(),
                    "has the endpoint "
                            + endpoint.get()
                            + ", and DNS says "
                            + known.stream().findFirst().map(Endpoint::toString).orElse("none"));
        }
        if (given.keepalive().isZero() && !peer.keepalive().isZero()) {
            add(
                    member.host(),
                    "has no keepalive: behind NAT it needs " + peer.keepalive().toSeconds() + " s");
        }
        if (given.hasPresharedKey()) {
            add(member.host(), "has a preshared key, which wg-mesh cannot compare");
        }
    }

    private <T extends Comparable<? super T>> void compare(
            Object where, String what, Collection<T> wanted, Collection<T> given) {
        words(wanted, given).ifPresent(missing -> add(where, "lacks the " + what + " " + missing));
        words(given, wanted)
                .ifPresent(extra ->
                        add(where, "has the " + what + " " + extra + ", which DNS does not have"));
    }

    /** Returns what only the first collection has, in words; empty: nothing. */
    private static <T extends Comparable<? super T>> Optional<String> words(
            Collection<T> all, Collection<T> without) {
        Set<T> left = new TreeSet<>(all);
        left.removeAll(new HashSet<>(without));
        return Optional.of(left)
                .filter(it -> !it.isEmpty())
                .map(it -> it.stream().map(Object::toString).collect(Collectors.joining(", ")));
    }
}
