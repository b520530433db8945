package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** An entry in another spelling than ours. */
final class M007Spelling implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "M007",
                Level.WARNING,
                "upper case or trailing dot",
                "We fold it, simpler readers look for the name as it is written, and two "
                        + "spellings look like two members.",
                "RFC 4343; docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.entries()
                .filter(entry ->
                        entry.host().filter(host -> !host.text().equals(entry.text())).isPresent())
                .map(entry ->
                        finding(
                                entry.spot(),
                                "\"" + entry.text() + "\" has upper case or a trailing dot",
                                entry.list() + ". IN TXT \"" + entry.host().orElseThrow() + "\""));
    }
}
