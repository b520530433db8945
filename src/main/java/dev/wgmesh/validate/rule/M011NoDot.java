package dev.wgmesh.validate.rule;

import dev.wgmesh.model.HostName;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListEntry;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** An entry that is a bare label. */
final class M011NoDot implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "M011",
                Level.ERROR,
                "entry has no dot",
                "DNS has no search list here: a bare label is a top-level domain, and its "
                        + "records are looked for at the root.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.entries()
                .filter(M011NoDot::isShort)
                .map(entry ->
                        finding(
                                entry.spot(),
                                "\"" + entry.text() + "\" has no domain",
                                entry.list()
                                        + ". IN TXT \""
                                        + HostName.parse(entry.text()).orElseThrow()
                                        + "."
                                        + entry.list().domain()
                                        + "\""));
    }

    static boolean isShort(ListEntry entry) {
        return HostName.parse(entry.text())
                .filter(host -> host.text().indexOf('.') < 0)
                .isPresent();
    }
}
