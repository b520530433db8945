package dev.wgmesh.validate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * The owner names of the records of meshes, without those of hosts, made when they are first asked
 * for: those of the lists are few.
 */
public final class MeshOwners {
    private final Lazy<Set<Name>> ofLists;
    private final Lazy<Set<Name>> all;

    MeshOwners(List<MeshTree> meshes) {
        this.ofLists = new Lazy<>(() -> names(meshes, MeshTree::listOwnerNames));
        this.all =
                new Lazy<>(() -> {
                    var names = new HashSet<>(ofLists.get());
                    names.addAll(names(meshes, MeshTree::memberOwnerNames));
                    return names;
                });
    }

    private static Set<Name> names(
            List<MeshTree> meshes, Function<MeshTree, Stream<Name>> ownerNames) {
        return meshes.stream().flatMap(ownerNames).collect(Collectors.toSet());
    }

    Set<Name> names() {
        return all.get();
    }

    boolean contains(Name name) {
        return ofLists.get().contains(name) || all.get().contains(name);
    }
}
