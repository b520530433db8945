package dev.wgmesh.diagnosis;

import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import java.util.List;

/** The mesh can be read, and each of its members. */
final class DnsCheck implements Check {
    private static final String NAME = "dns";

    @Override
    public List<CheckResult> run(NodeExamination node) {
        if (node.mesh().name().isEmpty()) {
            return List.of(
                    CheckResult.skipped(
                            NAME, "no mesh is named, and apply has not run on " + node.device()));
        }
        return List.of(
                switch (node.mesh().dns()) {
                    case Fact.Unknown<Mesh>(var why) -> CheckResult.failed(NAME, why);
                    case Fact.Known<Mesh>(Mesh mesh) -> read(mesh);
                });
    }

    private static CheckResult read(Mesh mesh) {
        if (mesh.members().isEmpty()) {
            return CheckResult.failed(
                    NAME,
                    mesh.name() + " has no members",
                    "wg-mesh join HOST --mesh " + mesh.name());
        }
        List<String> unresolved =
                mesh.members().stream()
                        .filter(member -> !member.resolved())
                        .map(Member::name)
                        .map(Object::toString)
                        .toList();
        if (!unresolved.isEmpty()) {
            return CheckResult.warning(
                    NAME,
                    "%d of %d members have no key or no address: %s"
                            .formatted(
                                    unresolved.size(),
                                    mesh.members().size(),
                                    NameList.of(unresolved)),
                    "wg-mesh validate " + mesh.name());
        }
        int count = mesh.members().size();
        return CheckResult.ok(
                NAME,
                "%s has %d %s".formatted(mesh.name(), count, count == 1 ? "member" : "members"));
    }
}
