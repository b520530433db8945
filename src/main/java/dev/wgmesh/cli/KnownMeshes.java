package dev.wgmesh.cli;

import java.util.Iterator;

/** Completes the name of a mesh: those last read. For {@code completionCandidates}. */
public final class KnownMeshes implements Iterable<String> {
    private final Memory memory;

    KnownMeshes(Memory memory) {
        this.memory = memory;
    }

    @Override
    public Iterator<String> iterator() {
        return memory.meshes().iterator();
    }
}
