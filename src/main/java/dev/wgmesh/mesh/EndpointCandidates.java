package dev.wgmesh.mesh;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.SortedList;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        List<Endpoint> usable = usable(member, published, mesh);
        List<Endpoint> lan = onSharedLan(member, usable, mesh);
        var publics = new ArrayList<Endpoint>(usable.size());
        for (Endpoint endpoint : usable) {
            if (member.isPublic(endpoint)) {
                publics.add(endpoint);
            }
        }
        var all = new ArrayList<Endpoint>(lan.size() + publics.size());
        all.addAll(lan);
        all.addAll(publics);
        all.addAll(usable(member, member.published().reflexive(), mesh));
        Map<Endpoint, HostName> observed = observed(member, sightings, mesh, all);
        all.addAll(observed.keySet());
        List<Endpoint> distinct = SortedList.distinct(all);
        var withoutRoute = new ArrayList<Endpoint>(0);
        for (Endpoint endpoint : distinct) {
            if (!mesh.network().hasRouteTo(endpoint.address())) {
                withoutRoute.add(endpoint);
            }
        }
        return new EndpointCandidates(
                withoutRoute.isEmpty()
                        ? distinct
                        : distinct.stream().filter(e -> !withoutRoute.contains(e)).toList(),
                addresses(lan),
                addresses(publics),
                observed,
                withoutRoute,
                usable.size() == published.size() ? List.of() : refusals(member, published, mesh));
    }

    private static List<Endpoint> usable(
            AcceptedMember member, List<Endpoint> endpoints, ResolvedMesh mesh) {
        if (endpoints.isEmpty()) {
            return List.of();
        }
        var usable = new ArrayList<Endpoint>(endpoints.size());
        for (Endpoint endpoint : endpoints) {
            if (usable(member, endpoint, mesh)) {
                usable.add(endpoint);
            }
        }
        return usable;
    }

    /** Returns the endpoints on a local network, and the mesh addresses there with their port. */
    private static List<Endpoint> onSharedLan(
            AcceptedMember member, List<Endpoint> usable, ResolvedMesh mesh) {
        if (!mesh.network().hasLocalNetworks()) {
            return List.of();
        }
        var lan = new ArrayList<Endpoint>(0);
        for (Endpoint endpoint : usable) {
            if (mesh.isOnSharedLan(member, endpoint.address())) {
                lan.add(endpoint);
            }
        }
        List<Endpoint> published = member.published().endpoints();
        int port = published.isEmpty() ? Endpoint.DEFAULT_PORT : published.getFirst().port();
        for (IpAddress address : member.published().addresses()) {
            if (mesh.isOnSharedLan(member, address)) {
                var endpoint = new Endpoint(address, port);
                if (usable(member, endpoint, mesh)) {
                    lan.add(endpoint);
                }
            }
        }
        return lan;
    }

    /** Returns those of the sightings that only observers know. */
    private static Map<Endpoint, HostName> observed(
            AcceptedMember member,
            List<ObservedEndpoint> sightings,
            ResolvedMesh mesh,
            List<Endpoint> listed) {
        if (sightings.isEmpty()) {
            return Map.of();
        }
        var observed = new LinkedHashMap<Endpoint, HostName>();
        for (ObservedEndpoint seen : sightings) {
            if (usable(member, seen.endpoint(), mesh) && !listed.contains(seen.endpoint())) {
                observed.putIfAbsent(seen.endpoint(), seen.observer());
            }
        }
        return observed;
    }

    private static Set<IpAddress> addresses(List<Endpoint> endpoints) {
        return switch (endpoints.size()) {
            case 0 -> Set.of();
            case 1 -> Set.of(endpoints.getFirst().address());
            default -> endpoints.stream().map(Endpoint::address).collect(Collectors.toSet());
        };
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
                && !mesh.network().isReserved(endpoint.address())
                && !mesh.isInMesh(member, endpoint.address());
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
