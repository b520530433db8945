package dev.wgmesh.mesh;

import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The lists that could not be read, and with them all below. */
final class FailedLists {
    private final Set<MeshName> failed;
    private final Map<MeshName, MeshName> parents = new HashMap<>();

    FailedLists(Mesh mesh, NodeState state) {
        failed =
                mesh.lists().stream()
                        .filter(list -> list.hosts().isFailed())
                        .map(MemberList::name)
                        .collect(Collectors.toSet());
        state.policies().forEach(p -> p.parent().ifPresent(up -> parents.put(p.list(), up)));
        mesh.lists().forEach(l -> l.parent().ifPresent(up -> parents.put(l.name(), up)));
    }

    /** Whether the list, or one above it, failed: its members may be listed still. */
    boolean hides(MeshName list) {
        Optional<MeshName> at = Optional.of(list);
        for (int depth = 0; depth <= parents.size() && at.isPresent(); depth++) {
            if (failed.contains(at.get())) {
                return true;
            }
            at = Optional.ofNullable(parents.get(at.get()));
        }
        return false;
    }
}
