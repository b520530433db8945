package dev.wgmesh.validate.rule;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListRecords;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationScope;
import java.util.stream.Stream;

/** A mesh that was asked for and is not there. */
final class M009NoMesh implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "M009",
                Level.ERROR,
                "no such mesh, or a mesh without members",
                "A mesh exists if it has a list or a policy.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        Stream<Finding> missing =
                in.request().asked().stream()
                        .flatMap(asked ->
                                asked instanceof ValidationScope.Mesh(MeshName name)
                                        ? Stream.of(name)
                                        : Stream.empty())
                        .flatMap(name ->
                                in.lists().filter(list -> list.name().equals(name)).limit(1))
                        .filter(ListRecords::isMissing)
                        .map(list ->
                                finding(
                                        list.spot(),
                                        list.name() + " has neither a list nor a policy",
                                        "found it: wg-mesh init " + list.name() + " --pool CIDR"));
        Stream<Finding> empty =
                in.lists()
                        .filter(list ->
                                list.texts().isAbsent()
                                        && list.pointers().isAbsent()
                                        && list.policyTexts().found().isPresent())
                        .map(list ->
                                finding(
                                        Level.NOTICE,
                                        list.spot(),
                                        list.name() + " has a policy and no member yet",
                                        "wg-mesh join HOST --mesh " + list.name()));
        return Stream.concat(missing, empty);
    }
}
