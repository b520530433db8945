package dev.wgmesh.provision;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a leave comes to, decided on one view of the mesh.
 *
 * @param mesh that the command was given
 * @param list that names the host, or did when the host was last seen in a list
 * @param ttl of that list
 * @param pause until no cache holds the list, before the steps
 * @param noMember that the host never was a member, as far as that is known
 * @param finishFrom when the steps can be done, where the command does not wait for it and has none
 */
record LeaveAttempt(
        HostName host,
        MeshName mesh,
        MeshName list,
        Duration ttl,
        List<CommitLoop.Step> steps,
        Duration pause,
        Optional<Problem> noMember,
        Optional<Instant> finishFrom,
        List<Problem> warnings)
        implements CommitLoop.Decision {
    /** Returns an attempt without a pause. */
    LeaveAttempt with(List<CommitLoop.Step> others, List<Problem> otherWarnings) {
        return new LeaveAttempt(
                host,
                mesh,
                list,
                ttl,
                others,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                otherWarnings);
    }

    /** Returns the end of a command that does not wait: the steps are left to another leave. */
    LeaveAttempt postponed(Instant now) {
        boolean nothing = steps.stream().allMatch(step -> step.plan().isEmpty());
        return nothing
                ? this
                : new LeaveAttempt(
                        host,
                        mesh,
                        list,
                        ttl,
                        List.of(),
                        Duration.ZERO,
                        Optional.empty(),
                        Optional.of(now.plus(pause)),
                        warnings);
    }

    @Override
    public String pauseText() {
        return host
                + " is not in "
                + list
                + " any more; its own records are removed in "
                + (pause.toSeconds() + (pause.toNanosPart() > 0 ? 1 : 0))
                + " s, when no cache holds the list. Ctrl-C is safe: to finish later, run wg-mesh"
                + " leave "
                + host
                + " --mesh "
                + mesh;
    }

    @Override
    public String unfinished() {
        return "the host has left " + list + ", its own records may still exist";
    }
}
