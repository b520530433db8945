package dev.wgmesh.diagnosis;

import dev.wgmesh.mesh.PrefixIndex;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The addresses of the mesh are those of no other network of this machine. */
final class PoolCheck implements Check {
    private static final String NAME = "pools";

    /** A network of this machine that is not the mesh. */
    private record Network(Prefix prefix, String text, boolean isLan) {}

    /** Where a mesh and a network overlap; a member there is unreachable. */
    private record Overlap(Prefix mesh, Network network, Optional<String> member) {
        String text(boolean isPool) {
            return (isPool ? "pool " : "")
                    + mesh
                    + " overlaps "
                    + network.text()
                    + member.map(it -> ", where " + it + " has an address").orElse("");
        }
    }

    @Override
    public List<CheckResult> run(NodeExamination node) {
        Optional<Mesh> mesh = node.mesh().known();
        if (mesh.isEmpty()) {
            return List.of(CheckResult.skipped(NAME, "the mesh could not be read"));
        }
        List<Prefix> pools = pools(mesh.get());
        PrefixIndex<String> claims = claims(mesh.get());
        List<Network> networks = networks(node, !pools.isEmpty());
        List<Overlap> overlaps =
                pools.isEmpty()
                        ? networks.stream().flatMap(it -> claimed(it, claims).stream()).toList()
                        : overlaps(pools, networks, claims);
        if (overlaps.isEmpty()) {
            String what =
                    pools.isEmpty()
                            ? "no address of the mesh is"
                            : NameList.of(pools.stream().map(Prefix::toString).toList()) + " is";
            return List.of(CheckResult.ok(NAME, what + " in no other network of this machine"));
        }
        return overlaps.stream().map(overlap -> result(node, overlap, !pools.isEmpty())).toList();
    }

    private static CheckResult result(NodeExamination node, Overlap overlap, boolean isPool) {
        String fix =
                "choose another range: wg-mesh set-policy "
                        + node.mesh().text()
                        + " --pool CIDR, or renumber "
                        + overlap.network().text();
        return overlap.member().isPresent()
                ? CheckResult.failed(NAME, overlap.text(isPool), fix)
                : CheckResult.warning(NAME, overlap.text(isPool), fix);
    }

    private static List<Prefix> pools(Mesh mesh) {
        return mesh.lists().stream()
                .map(MemberList::policy)
                .flatMap(policy -> policy.found().stream())
                .map(Policy::pools)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private static PrefixIndex<String> claims(Mesh mesh) {
        var claims = new PrefixIndex<String>();
        for (Member member : mesh.members()) {
            Stream.concat(
                            member.addresses().all().stream().map(IpAddress::asPrefix),
                            member.metadataOrNone().nets().stream())
                    .forEach(claim -> claims.add(claim, member.name().text()));
        }
        return claims;
    }

    private static List<Overlap> overlaps(
            List<Prefix> pools, List<Network> networks, PrefixIndex<String> claims) {
        var index = new PrefixIndex<Network>();
        networks.forEach(network -> index.add(network.prefix(), network));
        return pools.stream()
                .flatMap(pool ->
                        index.overlapping(pool).stream()
                                .map(it -> new Overlap(pool, it, member(it, claims))))
                .toList();
    }

    private static Optional<Overlap> claimed(Network network, PrefixIndex<String> claims) {
        return member(network, claims)
                .map(it -> new Overlap(network.prefix(), network, Optional.of(it)));
    }

    private static Optional<String> member(Network network, PrefixIndex<String> claims) {
        return claims.first(network.prefix(), _ -> true);
    }

    /** Without a pool, members may have addresses of a LAN. */
    private static List<Network> networks(NodeExamination node, boolean lans) {
        Set<String> local =
                node.network().onLink().stream().map(it -> it.device()).collect(Collectors.toSet());
        var networks = new ArrayList<Network>();
        node.network().addresses().stream()
                .filter(it -> !it.device().equals("lo"))
                .map(it -> network(it.device(), Prefix.containing(it.address(), it.prefixLength())))
                .map(it -> new Network(it.prefix(), it.text(), local.contains(it.text())))
                .forEach(networks::add);
        networks.removeIf(it -> it.prefix().isHost());
        networks.replaceAll(it -> new Network(it.prefix(), described(it), it.isLan()));
        Set<Prefix> known = networks.stream().map(Network::prefix).collect(Collectors.toSet());
        node.routes().stream()
                .filter(route -> isForeign(node, route) && known.add(route.destination()))
                .map(route ->
                        new Network(
                                route.destination(),
                                "the route " + route.destination() + " dev " + route.device(),
                                false))
                .forEach(networks::add);
        k3s(node).stream().filter(it -> known.add(it.prefix())).forEach(networks::add);
        networks.removeIf(it -> it.isLan() && !lans);
        return networks.stream().distinct().toList();
    }

    private static Network network(String device, Prefix prefix) {
        return new Network(prefix, device, false);
    }

    private static String described(Network network) {
        return (network.isLan() ? "the LAN " : "the network ")
                + network.prefix()
                + " of "
                + network.text();
    }

    private static boolean isForeign(NodeExamination node, Route route) {
        return !route.isDefault()
                && !route.device().equals(node.device())
                && route.protocol() != Route.PROTOCOL
                && !route.destination().isHost();
    }

    /** Returns the ranges of pods and services: those of its configuration, else the defaults. */
    private static List<Network> k3s(NodeExamination node) {
        K3sSettings settings =
                node.host().services().k3s().orElse(K3sSettings.parse(Map.of(), Optional.empty()));
        return settings.ranges().stream()
                .flatMap(text -> Prefix.parse(text).stream())
                .map(prefix -> new Network(prefix, prefix + " of pods and services of k3s", false))
                .toList();
    }
}
