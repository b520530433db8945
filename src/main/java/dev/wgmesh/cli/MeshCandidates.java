package dev.wgmesh.cli;

import java.util.Iterator;

/** Completes the name of a mesh: those last read. For {@code completionCandidates}. */
public final class MeshCandidates implements Iterable<String> {
    private final ShellState memory;

    MeshCandidates(ShellState memory) {
        this.memory = memory;
    }

    @Override
    public Iterator<String> iterator() {
        return memory.meshes().iterator();
    }
}
