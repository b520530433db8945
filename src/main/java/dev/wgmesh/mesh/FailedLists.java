package dev.wgmesh.mesh;

import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The lists that could not be read, with all lists below them. */
final class FailedLists {
    private final Set<MeshName> failed;
    private final Map<MeshName, MeshName> parents;

    /** Takes the lists of a mesh and, for lists that are not in it, their last known parents. */
    FailedLists(Mesh mesh, Map<MeshName, MeshName> knownParents) {
        failed =
                mesh.lists().stream()
                        .filter(list -> list.hosts().isFailed())
                        .map(MemberList::name)
                        .collect(Collectors.toSet());
        parents = new HashMap<>(knownParents);
        mesh.lists().forEach(l -> l.parent().ifPresent(up -> parents.put(l.name(), up)));
    }

    static FailedLists of(Mesh mesh, NodeState state) {
        var parents = new HashMap<MeshName, MeshName>();
        state.policies().forEach(p -> p.parent().ifPresent(up -> parents.put(p.list(), up)));
        return new FailedLists(mesh, parents);
    }

    /** Returns whether the list, or a list above, failed: its members may still be listed. */
    boolean covers(MeshName list) {
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
