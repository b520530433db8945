package dev.wgmesh.apply;

import dev.wgmesh.mesh.NodeState;

/** The state file of one mesh on one interface. */
final class StateStore {
    private final StateFolder states;
    private final PassRequest request;
    private NodeState kept;

    StateStore(StateFolder states, PassRequest request, StateFolder.StoredState remembered) {
        this.states = states;
        this.request = request;
        this.kept = remembered.state();
    }

    /** Returns the state on disk. */
    NodeState kept() {
        return kept;
    }

    /** Saves a state, unless it equals the one on disk. */
    void keep(NodeState state) {
        if (!state.equals(kept)) {
            states.save(request.mesh(), request.device(), state);
            kept = state;
        }
    }
}
