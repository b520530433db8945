package dev.wgmesh.apply;

import dev.wgmesh.files.FolderLock;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.KeyChange;
import dev.wgmesh.mesh.KnownMember;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trusts a key of a member that changed without a next-key, in the state file of this node. */
public final class KeyTrust {
    private final StateFolder states;

    /** Changes the state files of a folder. */
    public KeyTrust(StateFolder states) {
        this.states = states;
    }

    /**
     * The result.
     *
     * @param key that is trusted now
     * @param before the key that was trusted until now; empty: nothing changed
     */
    public record Result(PublicKey key, Optional<PublicKey> before) {}

    /**
     * Returns the meshes of an interface whose state has the host, sorted.
     *
     * @throws Failure UNREADABLE when the folder cannot be read
     */
    public List<MeshName> meshesOf(HostName host, String device) {
        return states.meshes().stream()
                .filter(file -> file.device().equals(device))
                .map(StateFolder.StateFile::mesh)
                .filter(mesh -> key(states.load(mesh, device).state(), host).isPresent())
                .toList();
    }

    /**
     * Trusts the published key of a member. Empty: the state has no such host.
     *
     * @throws Failure UNREADABLE when the state file cannot be read or written; REFUSED when a pass
     *     holds the lock for too long
     */
    public Optional<Result> trust(MeshName mesh, String device, HostName host) {
        try (FolderLock _ = states.lock(device)) {
            StateFolder.StoredState stored = states.load(mesh, device);
            if (stored.problem().isPresent()) {
                throw new Failure(Failure.Kind.UNREADABLE, List.of(stored.problem().get()));
            }
            NodeState state = stored.state();
            Optional<KeyChange> change = change(state, host).filter(it -> !it.isTrusted());
            if (change.isEmpty()) {
                return key(state, host).map(key -> new Result(key, Optional.empty()));
            }
            var changes = new ArrayList<>(state.keyChanges());
            changes.replaceAll(it -> it.host().equals(host) ? it.confirmed() : it);
            states.save(mesh, device, state.withKeyChanges(changes));
            return Optional.of(
                    new Result(change.get().published(), Optional.of(change.get().trusted())));
        }
    }

    private static Optional<KeyChange> change(NodeState state, HostName host) {
        return state.keyChanges().stream().filter(it -> it.host().equals(host)).findFirst();
    }

    private static Optional<PublicKey> key(NodeState state, HostName host) {
        return change(state, host)
                .map(KeyChange::published)
                .or(() -> state.member(host).map(KnownMember::key));
    }
}
