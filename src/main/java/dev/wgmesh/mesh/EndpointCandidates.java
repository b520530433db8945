package dev.wgmesh.mesh;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The endpoints of a member as seen from this node, best first: its LAN addresses for neighbours,
 * its public endpoints, its reflexive endpoints, those that observers see.
 *
 * @param lan those on a local network of this node and at its site
 * @param publicAddresses its public endpoint addresses, of every family
 * @param observed those that only observers know, with the first observer of each
 * @param withoutRoute those that this node has no route to
 * @param problems endpoints that are refused
 */
record EndpointCandidates(
        List<Endpoint> ordered,
        Set<IpAddress> lan,
        Set<IpAddress> publicAddresses,
        Map<Endpoint, HostName> observed,
        List<Endpoint> withoutRoute,
        List<Problem> problems) {
    Optional<Endpoint> first() {
        return ordered.isEmpty() ? Optional.empty() : Optional.of(ordered.getFirst());
    }

    boolean isLan(Endpoint endpoint) {
        return lan.contains(endpoint.address());
    }

    /** Returns where an endpoint of the peer comes from. */
    EndpointSource source(Endpoint endpoint) {
        if (observed.containsKey(endpoint)) {
            return EndpointSource.OBSERVED;
        }
        return lists(endpoint) ? EndpointSource.DNS : EndpointSource.ROAMED;
    }

    /** Returns whether DNS or an observer lists the endpoint, with or without a route to it. */
    boolean lists(Endpoint endpoint) {
        return ordered.contains(endpoint) || withoutRoute.contains(endpoint);
    }

    /** Returns the candidates without endpoints of other peers, each with the name of its peer. */
    EndpointCandidates without(HostName member, Map<Endpoint, String> owners) {
        var all = new ArrayList<>(problems);
        owners.forEach((endpoint, owner) ->
                all.add(
                        refused(
                                member,
                                endpoint,
                                "it is the endpoint of " + owner,
                                "give the host another address or port: wg-mesh set "
                                        + member
                                        + " --endpoint ADDRESS:PORT")));
        return new EndpointCandidates(
                ordered.stream().filter(e -> !owners.containsKey(e)).toList(),
                lan,
                publicAddresses,
                observed,
                withoutRoute.stream().filter(e -> !owners.containsKey(e)).toList(),
                all);
    }

    /**
     * Returns the candidates of a member.
     *
     * @param sightings what observers say
     */
    static EndpointCandidates of(
            AcceptedMember member, ResolvedMesh mesh, List<ObservedEndpoint> sightings) {
        List<Endpoint> published = member.published().endpoints();
        var lan = new LinkedHashSet<Endpoint>();
        if (mesh.network().hasLocalNetworks()) {
            int port = published.isEmpty() ? Endpoint.DEFAULT_PORT : published.getFirst().port();
            lan.addAll(published);
            for (IpAddress address : member.published().addresses()) {
                lan.add(new Endpoint(address, port));
            }
            lan.removeIf(e -> !mesh.isOnSharedLan(member, e.address()) || !usable(member, e, mesh));
        }
        var publics = new HashSet<IpAddress>();
        var all = new LinkedHashSet<Endpoint>(lan);
        for (Endpoint endpoint : member.publicEndpoints()) {
            if (usable(member, endpoint, mesh)) {
                publics.add(endpoint.address());
                all.add(endpoint);
            }
        }
        for (Endpoint endpoint : member.published().reflexive()) {
            if (usable(member, endpoint, mesh)) {
                all.add(endpoint);
            }
        }
        var observed = new LinkedHashMap<Endpoint, HostName>();
        for (ObservedEndpoint seen : sightings) {
            if (usable(member, seen.endpoint(), mesh) && !all.contains(seen.endpoint())) {
                observed.putIfAbsent(seen.endpoint(), seen.observer());
            }
        }
        all.addAll(observed.keySet());
        var ordered = new ArrayList<Endpoint>(all.size());
        var withoutRoute = new ArrayList<Endpoint>(0);
        for (Endpoint endpoint : all) {
            boolean hasRoute = mesh.network().hasRouteTo(endpoint.address());
            (hasRoute ? ordered : withoutRoute).add(endpoint);
        }
        return new EndpointCandidates(
                ordered,
                lan.isEmpty()
                        ? Set.of()
                        : lan.stream().map(Endpoint::address).collect(Collectors.toSet()),
                publics,
                observed,
                withoutRoute,
                refusals(member, published, mesh));
    }

    private static List<Problem> refusals(
            AcceptedMember member, List<Endpoint> published, ResolvedMesh mesh) {
        var refusals = new ArrayList<Problem>(0);
        for (Endpoint endpoint : published) {
            if (!usable(member, endpoint, mesh)) {
                problem(member, endpoint, mesh).ifPresent(refusals::add);
            }
        }
        return refusals;
    }

    private static boolean usable(AcceptedMember member, Endpoint endpoint, ResolvedMesh mesh) {
        return endpoint.address().scope().isUnicast()
                && !mesh.localAddresses().contains(endpoint.address())
                && mesh.network().reservedIn(endpoint.address()).isEmpty()
                && mesh.meshConflict(member, endpoint.address()).isEmpty();
    }

    private static Optional<Problem> problem(
            AcceptedMember member, Endpoint endpoint, ResolvedMesh mesh) {
        boolean considered =
                member.publicEndpoints().contains(endpoint)
                        || mesh.isOnSharedLan(member, endpoint.address());
        return Optional.of(endpoint)
                .filter(e -> considered && e.address().scope() != AddressScope.UNSPECIFIED)
                .flatMap(e ->
                        mesh.network()
                                .reservedIn(e.address())
                                .map(what -> "it is " + what)
                                .map(why ->
                                        refused(member.name(), e, why, "publish another address"))
                                .or(() ->
                                        mesh.meshConflict(member, e.address())
                                                .map(why ->
                                                        refused(
                                                                member.name(),
                                                                e,
                                                                why,
                                                                "publish an address outside of the"
                                                                        + " mesh"))));
    }

    private static Problem refused(HostName member, Endpoint endpoint, String because, String fix) {
        return new Problem(
                member.text(), "its endpoint " + endpoint + " is refused: " + because, fix);
    }
}
