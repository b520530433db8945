package dev.wgmesh.mesh;

import dev.wgmesh.mesh.Path.Kind;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import java.util.Map;
import java.util.Optional;

/**
 * The table that chooses the path of a claim: the first matching row applies.
 *
 * @param device the WireGuard interface
 * @param sources the address of this node on that interface, by family
 */
record PathTable(
        PathMode mode, String device, NodeNetwork surroundings, Map<Family, IpAddress> sources) {
    /**
     * The facts about a member that the rows test.
     *
     * @param endpoint of its peer after this pass
     * @param near whether its key has answered at that endpoint on a local network
     */
    record Neighbour(EndpointCandidates candidates, Optional<Endpoint> endpoint, boolean near) {}

    Path of(Prefix claim, Neighbour member) {
        if (claim.isHost() && member.candidates().publics().contains(claim.network())) {
            return untouched(claim, Kind.PUBLIC, "its public endpoint, not encrypted");
        }
        Optional<Endpoint> inside = member.endpoint().filter(e -> claim.contains(e.address()));
        if (inside.isPresent()) {
            String reason =
                    "its endpoint "
                            + inside.get()
                            + " cannot go into its own tunnel, not encrypted";
            return untouched(claim, Kind.ENDPOINT, reason);
        }
        if (mode != PathMode.AUTO) {
            return tunnel(claim, "paths=" + mode);
        }
        if (!member.near() || member.endpoint().isEmpty()) {
            boolean tried = member.endpoint().filter(member.candidates()::isLan).isPresent();
            return tunnel(claim, tried ? "neighbour not proved yet" : "not on a local network");
        }
        if (!claim.isHost()) {
            return tunnel(claim, "network behind the member");
        }
        if (surroundings.isOnLink(claim.network())) {
            return untouched(
                    claim, Kind.LAN, "on a local network where its key answered, not encrypted");
        }
        return direct(claim, member.endpoint().get().address());
    }

    private Path direct(Prefix claim, IpAddress hop) {
        Optional<IpAddress> source = Optional.ofNullable(sources.get(claim.family()));
        Optional<String> link = surroundings.linkTo(hop);
        if (hop.family() != claim.family()) {
            return tunnel(claim, "its key answered at an address of the other family");
        }
        if (source.isEmpty() || link.isEmpty()) {
            return tunnel(claim, "this node has no address of that family on " + device);
        }
        var route = new Route(claim, link.get(), Optional.of(hop), source, Route.OURS);
        String reason = "its key answered at " + hop + " on a local network, not encrypted";
        return new Path(claim, Kind.DIRECT, Optional.of(route), reason);
    }

    private Path tunnel(Prefix claim, String reason) {
        var route = new Route(claim, device, Optional.empty(), Optional.empty(), Route.OURS);
        return new Path(claim, Kind.TUNNEL, Optional.of(route), reason);
    }

    private static Path untouched(Prefix claim, Kind kind, String reason) {
        return new Path(claim, kind, Optional.empty(), reason);
    }
}
