package dev.wgmesh.validate;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** The owner names of the records of meshes, made when they are first asked for. */
public final class MeshOwners {
    private final List<MeshTree> meshes;
    private volatile @Nullable Set<Name> names;

    MeshOwners(List<MeshTree> meshes) {
        this.meshes = meshes;
    }

    /** Returns the names, without those of hosts. */
    Set<Name> names() {
        Set<Name> known = names;
        if (known == null) {
            known = meshes.stream().flatMap(MeshTree::ownerNames).collect(Collectors.toSet());
            names = known;
        }
        return known;
    }
}
