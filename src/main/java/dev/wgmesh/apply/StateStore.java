package dev.wgmesh.apply;

import dev.wgmesh.mesh.NodeState;

/** The state of one mesh on one interface, and what of it is on the disk. */
final class StateStore {
    private final StateFolder states;
    private final PassRequest request;
    private NodeState kept;

    StateStore(StateFolder states, PassRequest request, StateFolder.StoredState remembered) {
        this.states = states;
        this.request = request;
        this.kept = remembered.state();
    }

    /** What is on the disk. */
    NodeState kept() {
        return kept;
    }

    /** Puts a state on the disk; one that is there already is not written again. */
    void keep(NodeState state) {
        if (!state.equals(kept)) {
            states.save(request.mesh(), request.device(), state);
            kept = state;
        }
    }
}
