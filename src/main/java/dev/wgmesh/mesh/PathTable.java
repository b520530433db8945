package dev.wgmesh.mesh;

import dev.wgmesh.mesh.ClaimPath.Kind;
import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.model.RoutePlace;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table that chooses the path of a claim: the first matching row applies.
 *
 * @param limited whether a policy limits claims
 * @param device the WireGuard interface
 * @param sources the address of this node on that interface, by family
 * @param place of routes of wg-mesh
 */
record PathTable(
        PathMode mode,
        boolean limited,
        String device,
        NodeNetwork network,
        Map<Family, IpAddress> sources,
        RoutePlace place) {
    /**
     * The facts about a member that the rows test.
     *
     * @param endpoint of its peer after this pass
     * @param verified whether its key has answered at that endpoint on a local network
     */
    record Neighbour(
            EndpointCandidates candidates, Optional<Endpoint> endpoint, boolean verified) {}

    ClaimPath of(Prefix claim, Neighbour member) {
        if (isPublicEndpoint(claim, member)) {
            return withoutRoute(claim, Kind.PUBLIC, "its public endpoint, not encrypted");
        }
        Optional<Endpoint> endpoint = member.endpoint();
        if (endpoint.isPresent() && claim.contains(endpoint.get().address())) {
            String reason =
                    "its endpoint "
                            + endpoint.get()
                            + " cannot go into its own tunnel, not encrypted";
            return withoutRoute(claim, Kind.ENDPOINT, reason);
        }
        if (!limited && !member.verified() && network.isOnLink(claim.network())) {
            return withoutRoute(
                    claim,
                    Kind.LAN,
                    "on a local network, where its key has not answered yet, not encrypted");
        }
        if (mode != PathMode.AUTO) {
            return tunnel(claim, "paths=" + mode);
        }
        if (!member.verified() || endpoint.isEmpty()) {
            boolean tried = endpoint.isPresent() && member.candidates().isLan(endpoint.get());
            return new ClaimPath(
                    claim,
                    Kind.TUNNEL,
                    Optional.of(intoTunnel(claim)),
                    tried ? "neighbour not proved yet" : elsewhere(claim),
                    dropsDirect(claim, member.candidates()),
                    Optional.empty());
        }
        if (!claim.isHost()) {
            return tunnel(claim, "network behind the member");
        }
        if (network.isOnLink(claim.network())) {
            return withoutRoute(
                    claim, Kind.LAN, "on a local network where its key answered, not encrypted");
        }
        return direct(claim, endpoint.get().address());
    }

    /** Returns whether the address is public; where no policy limits claims, it is an endpoint. */
    private boolean isPublicEndpoint(Prefix claim, Neighbour member) {
        return claim.isHost()
                && (member.candidates().publicAddresses().contains(claim.network())
                        || !limited && claim.network().scope() == AddressScope.PUBLIC);
    }

    private String elsewhere(Prefix claim) {
        Optional<OnLinkPrefix> lan = network.localNetwork(claim);
        return lan.isPresent()
                ? "the member is not on the local network at " + lan.get().device()
                : "not on a local network";
    }

    private ClaimPath direct(Prefix claim, IpAddress hop) {
        Optional<IpAddress> source = Optional.ofNullable(sources.get(claim.family()));
        Optional<String> link = network.linkTo(hop);
        if (hop.family() != claim.family()) {
            return tunnel(claim, "its key answered at an address of the other family");
        }
        if (source.isEmpty() || link.isEmpty()) {
            return tunnel(claim, "this node has no address of that family on " + device);
        }
        String strict = claim.family() == Family.V4 ? strict(link.get()) : "";
        if (!strict.isEmpty()) {
            return new ClaimPath(
                    claim,
                    Kind.TUNNEL,
                    Optional.of(
                            acceptingBoth(
                                    claim,
                                    source,
                                    new Route.NextHop(link.get(), Optional.of(hop)))),
                    "rp_filter is strict on " + strict + ", and accepts " + hop + " too");
        }
        var route = new Route(claim, link.get(), Optional.of(hop), source, Route.PROTOCOL, place);
        String reason = "its key answered at " + hop + " on a local network, not encrypted";
        return new ClaimPath(claim, Kind.DIRECT, Optional.of(route), reason);
    }

    /** Returns which of a local interface and that of WireGuard filter strictly. */
    private String strict(String link) {
        return Stream.of(link, device)
                .filter(network::filtersStrictly)
                .collect(Collectors.joining(" and "));
    }

    /**
     * Keeps to the tunnel, since a direct path needs both ends where a filter is strict: it drops
     * what arrives at an interface that the route to the sender does not name. So the route names
     * the neighbour too, which may send directly. The few packets that the kernel sends that way
     * reach a neighbour whose key has answered there.
     */
    private Route acceptingBoth(Prefix claim, Optional<IpAddress> source, Route.NextHop neighbour) {
        return new Route(
                claim,
                device,
                Optional.empty(),
                source,
                Route.PROTOCOL,
                place,
                Optional.of(neighbour));
    }

    /** Returns whether the member may send directly before this node accepts that. */
    private boolean dropsDirect(Prefix claim, EndpointCandidates candidates) {
        return !candidates.lan().isEmpty()
                && claim.family() == Family.V4
                && claim.isHost()
                && candidates.ordered().stream()
                        .filter(candidates::isLan)
                        .flatMap(endpoint -> network.linkTo(endpoint.address()).stream())
                        .anyMatch(link -> !strict(link).isEmpty());
    }

    private ClaimPath tunnel(Prefix claim, String reason) {
        return new ClaimPath(claim, Kind.TUNNEL, Optional.of(intoTunnel(claim)), reason);
    }

    /** Returns the route of a claim over the WireGuard interface. */
    Route intoTunnel(Prefix claim) {
        return new Route(claim, device, Optional.empty(), Optional.empty(), Route.PROTOCOL, place);
    }

    private static ClaimPath withoutRoute(Prefix claim, Kind kind, String reason) {
        return new ClaimPath(claim, kind, Optional.empty(), reason);
    }
}
