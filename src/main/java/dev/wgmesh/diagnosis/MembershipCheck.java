package dev.wgmesh.diagnosis;

import dev.wgmesh.plan.MemberPath;
import dev.wgmesh.plan.MemberStatus;
import dev.wgmesh.plan.NodeStatus;
import java.util.List;
import java.util.function.Predicate;

/** This node is a member, and each other member is a peer that can be reached. */
final class MembershipCheck implements Check {
    private static final String NAME = "members";

    @Override
    public List<CheckResult> run(NodeExamination node) {
        if (node.state().isEmpty()) {
            return List.of(CheckResult.skipped(NAME, "the interface does not exist"));
        }
        return List.of(
                switch (node.mesh().status()) {
                    case Fact.Unknown<NodeStatus> _ ->
                            CheckResult.skipped(NAME, "this node is not known to be a member");
                    case Fact.Known<NodeStatus>(NodeStatus status) -> result(node, status);
                });
    }

    private static CheckResult result(NodeExamination node, NodeStatus status) {
        List<MemberStatus> others = status.members();
        List<String> absent =
                names(others, it -> it.path() == MemberPath.ABSENT && it.desired().isPresent());
        if (!absent.isEmpty()) {
            return CheckResult.failed(
                    NAME,
                    "no peers of %s yet: %s".formatted(node.device(), NameList.of(absent)),
                    "wg-mesh apply " + node.mesh().text());
        }
        List<String> dead = names(others, it -> it.path() == MemberPath.DEAD);
        if (!dead.isEmpty()) {
            return CheckResult.warning(
                    NAME,
                    "%d of %d do not answer: %s"
                            .formatted(dead.size(), others.size(), NameList.of(dead)),
                    "wg-mesh why " + dead.getFirst());
        }
        long up = others.stream().filter(it -> it.up()).count();
        return CheckResult.ok(NAME, "%d of %d have a session".formatted(up, others.size()));
    }

    private static List<String> names(List<MemberStatus> members, Predicate<MemberStatus> wanted) {
        return members.stream().filter(wanted).map(it -> it.host().text()).toList();
    }
}
