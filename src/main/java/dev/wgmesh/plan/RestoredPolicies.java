package dev.wgmesh.plan;

import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.plan.SchemaRecord.Part;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.PolicyText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;

/** Whether the policies that a plan gives back still permit what the members have. */
record RestoredPolicies(ZonePlan plan, MeshNames names, Collection<Mesh> meshes) {
    /**
     * Throws if a restored policy excludes a member.
     *
     * @throws Failure REFUSED with every such policy; UNREADABLE where that is unknown
     */
    void require() {
        var problems = new ArrayList<Problem>();
        var unread = new ArrayList<Problem>();
        for (RRsetChange change : plan.changes()) {
            Optional<MeshName> list =
                    SchemaRecord.of(change.question(), names)
                            .filter(name -> name.part() == Part.POLICY)
                            .flatMap(name -> MeshName.parse(name.subject().toString(true)));
            list.ifPresent(name -> check(name, policy(change), problems, unread));
        }
        Failure.throwIfAny(Failure.Kind.REFUSED, problems);
        Failure.throwIfAny(Failure.Kind.UNREADABLE, unread);
    }

    private static Policy policy(RRsetChange change) {
        return change.newRRset()
                .map(set -> PolicyText.read(change.question(), set).value())
                .orElse(Policy.NONE);
    }

    private void check(
            MeshName list,
            Policy policy,
            Collection<Problem> problems,
            Collection<Problem> unread) {
        for (Mesh mesh : meshes) {
            boolean has = mesh.lists().stream().anyMatch(known -> known.name().equals(list));
            if (has && policy.bindsClaims()) {
                var excluded = ExcludedMembers.of(mesh, list, policy);
                excluded.problem(list, "move them first: wg-mesh set HOST --ip ADDRESS")
                        .ifPresent(problems::add);
                unread.addAll(
                        excluded.unreadable(
                                "give its zone too (--zones DIR), or a resolver (--resolver HOST)"));
            }
        }
    }
}
