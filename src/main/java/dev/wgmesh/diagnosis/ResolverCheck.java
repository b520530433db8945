package dev.wgmesh.diagnosis;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Route;
import java.util.Comparator;
import java.util.List;

/** The resolvers of this machine are reached without the mesh. */
final class ResolverCheck implements Check {
    private static final String NAME = "resolver";

    @Override
    public List<CheckResult> run(NodeExamination node) {
        List<IpAddress> all = node.network().resolvers();
        if (all.isEmpty()) {
            return List.of(
                    CheckResult.warning(
                            NAME,
                            "/etc/resolv.conf names none",
                            "echo 'nameserver ADDRESS' >> /etc/resolv.conf"));
        }
        List<String> inside =
                all.stream().filter(it -> isInside(node, it)).map(IpAddress::toString).toList();
        if (inside.size() < all.size()) {
            return List.of(
                    CheckResult.ok(
                            NAME,
                            NameList.of(all.stream().map(IpAddress::toString).toList())
                                    + (inside.isEmpty()
                                            ? ""
                                            : "; through " + node.device() + ": " + inside)));
        }
        return List.of(
                CheckResult.warning(
                        NAME,
                        "%s is reached only through %s: without the mesh DNS does not answer, and apply"
                                        .formatted(NameList.of(inside), node.device())
                                + " has only the mesh that it saved",
                        "add one outside of the mesh to /etc/resolv.conf"));
    }

    private static boolean isInside(NodeExamination node, IpAddress resolver) {
        return node.routes().stream()
                .filter(route -> route.destination().contains(resolver))
                .max(Comparator.comparingInt(route -> route.destination().length()))
                .map(Route::device)
                .filter(node.device()::equals)
                .isPresent();
    }
}
