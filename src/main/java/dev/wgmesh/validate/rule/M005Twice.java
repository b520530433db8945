package dev.wgmesh.validate.rule;

import dev.wgmesh.model.HostName;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListEntry;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.HashMap;
import java.util.stream.Stream;

/** One member named by two entries. */
final class M005Twice implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "M005",
                Level.WARNING,
                "listed twice",
                "Names compare without case and without the trailing dot: it is one member, "
                        + "and leaving by one entry keeps the other.",
                "RFC 4343; docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.trees().stream().flatMap(this::check);
    }

    private Stream<Finding> check(MeshTree tree) {
        var first = new HashMap<HostName, ListEntry>();
        return tree
                .entries()
                .filter(entry -> entry.host().isPresent())
                .flatMap(entry -> {
                    ListEntry before = first.putIfAbsent(entry.host().orElseThrow(), entry);
                    // the very same record twice is D003's
                    return before == null
                                    || before.list().equals(entry.list())
                                            && before.text().equals(entry.text())
                            ? Stream.empty()
                            : Stream.of(
                                    finding(
                                            entry.spot(),
                                            entry.host().orElseThrow()
                                                    + " is listed already, at "
                                                    + before.record().where(),
                                            "remove this entry"));
                })
                .toList()
                .stream();
    }
}
