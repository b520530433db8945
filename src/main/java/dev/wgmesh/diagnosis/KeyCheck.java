package dev.wgmesh.diagnosis;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Member;
import dev.wgmesh.plan.NodeStatus;
import java.util.List;
import java.util.Optional;

/** The key of the interface is the key of one member in DNS. */
final class KeyCheck implements Check {
    private static final String NAME = "key";

    @Override
    public List<CheckResult> run(NodeExamination node) {
        MeshFacts mesh = node.mesh();
        if (mesh.key().isEmpty()) {
            return List.of(
                    CheckResult.skipped(NAME, "this node has no key: name it with --key FILE"));
        }
        if (mesh.known().isEmpty()) {
            return List.of(CheckResult.skipped(NAME, "the mesh could not be read"));
        }
        return List.of(
                switch (mesh.status()) {
                    case Fact.Unknown<NodeStatus>(var why) ->
                            replaced(node).orElseGet(() -> CheckResult.failed(NAME, why));
                    case Fact.Known<NodeStatus>(NodeStatus status) ->
                            CheckResult.ok(NAME, "this node is " + status.self());
                });
    }

    /** Returns the result where a member has the address of the interface, and another key. */
    private static Optional<CheckResult> replaced(NodeExamination node) {
        PublicKey own = node.mesh().key().orElseThrow();
        List<Member> members = node.mesh().known().orElseThrow().members();
        boolean isOther = !node.state().flatMap(it -> it.key()).equals(Optional.of(own));
        if (isOther) {
            return Optional.empty();
        }
        var addresses = node.state().map(it -> it.addresses()).orElse(List.of());
        return members.stream()
                .filter(member -> member.addresses().all().stream().anyMatch(addresses::contains))
                .filter(member -> !member.key().found().equals(Optional.of(own)))
                .findFirst()
                .map(member ->
                        CheckResult.failed(
                                NAME,
                                member.key()
                                        .found()
                                        .map(key ->
                                                "%s has the key %s in DNS, and %s has %s"
                                                        .formatted(
                                                                member.name(),
                                                                key,
                                                                node.device(),
                                                                own))
                                        .orElse(
                                                "%s has no key in DNS, and %s has %s"
                                                        .formatted(
                                                                member.name(), node.device(), own)),
                                "publish its key: wg-mesh rotate " + member.name()));
    }
}
