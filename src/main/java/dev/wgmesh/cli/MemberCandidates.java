package dev.wgmesh.cli;

import java.util.Iterator;

/** Completes the name of a member: those last read. For {@code completionCandidates}. */
public final class MemberCandidates implements Iterable<String> {
    private final ShellState memory;

    MemberCandidates(ShellState memory) {
        this.memory = memory;
    }

    @Override
    public Iterator<String> iterator() {
        return memory.members().iterator();
    }
}
