package dev.wgmesh.apply;

import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.OwnedState;
import dev.wgmesh.model.Route;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.Optional;
import java.util.Set;

/**
 * The state file of one mesh on one interface. A state that cannot be saved, on a full disk for
 * instance, is kept in memory where that is safe.
 */
final class StateStore {
    private final StateFolder states;
    private final PassRequest request;
    private NodeState current;
    private boolean isSaved;
    private Optional<Problem> problem = Optional.empty();

    StateStore(StateFolder states, PassRequest request, StateFolder.StoredState remembered) {
        this.states = states;
        this.request = request;
        this.current = remembered.state();
        this.isSaved = remembered.isSaved();
    }

    /** Returns the state on disk, or a later one that could not be saved. */
    NodeState current() {
        return current;
    }

    /** Returns why the state is not on disk; empty: it is. */
    Optional<Problem> problem() {
        return problem;
    }

    /** Tries to save what a pass before could not. */
    void retry() {
        if (!isSaved) {
            saveOrKeep(current);
        }
    }

    /**
     * Saves what changes may create, before any is made.
     *
     * @throws Failure UNREADABLE where the state cannot be saved, and something of it would stay
     *     that only the file names
     */
    void saveBefore(NodeState pending) {
        try {
            save(pending);
        } catch (Failure failure) {
            if (!endsWithInterface(pending)) {
                throw failure;
            }
            keep(pending, failure);
        }
    }

    /** Saves a state; one that cannot be saved is kept, since the file before names more. */
    void saveOrKeep(NodeState state) {
        try {
            save(state);
        } catch (Failure failure) {
            keep(state, failure);
        }
    }

    private void save(NodeState state) {
        if (!isSaved || !state.equals(current)) {
            states.save(request.mesh(), request.device(), state);
            current = state;
            isSaved = true;
            problem = Optional.empty();
        }
    }

    private void keep(NodeState state, Failure failure) {
        Problem cause = failure.problems().getFirst();
        states.keepUnsaved(request.mesh(), request.device(), state);
        current = state;
        isSaved = false;
        problem =
                Optional.of(
                        new Problem(
                                cause.where(),
                                cause.what()
                                        + ": the state of this mesh is not saved, and is lost when"
                                        + " this process ends",
                                cause.fix()));
    }

    /**
     * Returns whether all that the state has more than the current one goes with the interface,
     * which wg-mesh made: nothing of others is changed, and nothing beside the interface added.
     */
    private boolean endsWithInterface(NodeState pending) {
        OwnedState owned = pending.owned();
        Set<Route> before = Set.copyOf(current.owned().routes());
        return owned.ownsInterface()
                && owned.routes().stream()
                        .allMatch(route -> before.contains(route) || isOverInterface(route))
                && current.owned()
                        .forwarding()
                        .families()
                        .containsAll(owned.forwarding().families())
                && current.original().union(pending.original()).equals(current.original());
    }

    private boolean isOverInterface(Route route) {
        return route.device().equals(request.device()) && route.second().isEmpty();
    }
}
