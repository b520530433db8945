package dev.wgmesh.validate.rule;

import dev.wgmesh.model.HostName;
import dev.wgmesh.validate.About;
import dev.wgmesh.validate.Entry;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import java.util.stream.Stream;

/** An entry that is a bare label. */
final class M011NoDot implements Rule {
    @Override
    public About about() {
        return new About(
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

    static boolean isShort(Entry entry) {
        return HostName.parse(entry.text())
                .filter(host -> host.text().indexOf('.') < 0)
                .isPresent();
    }
}
