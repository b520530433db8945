package dev.wgmesh.apply;

import dev.wgmesh.mesh.NodeState;

/** The state file of one mesh on one interface. */
final class StateStore {
    private final StateFolder states;
    private final PassRequest request;
    private NodeState current;

    StateStore(StateFolder states, PassRequest request, StateFolder.StoredState remembered) {
        this.states = states;
        this.request = request;
        this.current = remembered.state();
    }

    /** Returns the state on disk. */
    NodeState current() {
        return current;
    }

    /** Saves a state, unless it equals the one on disk. */
    void save(NodeState state) {
        if (!state.equals(current)) {
            states.save(request.mesh(), request.device(), state);
            current = state;
        }
    }
}
