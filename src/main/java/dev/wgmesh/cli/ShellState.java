package dev.wgmesh.cli;

import dev.wgmesh.config.LocalNames;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What one command leaves to the next in a shell: mesh and places in use, names last read. */
public final class ShellState {
    private Optional<MeshName> currentMesh = Optional.empty();
    private SourceFlags places = SourceFlags.NONE;
    private final Set<String> meshes = new TreeSet<>();
    private final Set<String> members = new TreeSet<>();

    /** Returns the mesh that {@code use} chose. */
    public synchronized Optional<MeshName> currentMesh() {
        return currentMesh;
    }

    /** Returns the places of commands that name none. */
    public synchronized SourceFlags places() {
        return places;
    }

    /** Sets the places of commands that name none. */
    public synchronized void setPlaces(SourceFlags flags) {
        places = flags;
    }

    /** Sets the mesh of commands that name none. */
    public synchronized void setCurrentMesh(MeshName mesh) {
        currentMesh = Optional.of(mesh);
        meshes.add(mesh.text());
    }

    /** Adds the names in a mesh that was read, for completion. */
    public synchronized void addNames(Mesh mesh) {
        mesh.lists().forEach(list -> meshes.add(list.name().text()));
        for (Member member : mesh.members()) {
            members.add(member.name().text());
        }
    }

    /** Adds names, for completion. */
    public synchronized void addNames(LocalNames names) {
        names.meshes().forEach(mesh -> meshes.add(mesh.text()));
        names.members().forEach(member -> members.add(member.text()));
    }

    /** Returns the names of meshes seen, sorted. */
    public synchronized Set<String> meshes() {
        return Collections.unmodifiableSet(new TreeSet<>(meshes));
    }

    /** Returns the names of members seen, sorted. */
    public synchronized Set<String> members() {
        return Collections.unmodifiableSet(new TreeSet<>(members));
    }
}
