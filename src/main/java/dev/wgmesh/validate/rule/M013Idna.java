package dev.wgmesh.validate.rule;

import dev.wgmesh.model.HostName;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListEntry;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** A name that means letters outside ASCII. */
final class M013Idna implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "M013",
                Level.NOTICE,
                "IDNA trouble",
                "In DNS such a name stands as A-labels (xn--); anything else is found by "
                        + "nobody.",
                "RFC 5891, section 4.2");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.entries().flatMap(entry -> Stream.concat(foreign(entry), broken(entry)));
    }

    private Stream<Finding> foreign(ListEntry entry) {
        if (entry.text().chars().allMatch(c -> c < 0x80)) {
            return Stream.empty();
        }
        String meant =
                new String(
                        entry.text().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return Stream.of(
                finding(
                        entry.spot(),
                        "\"" + meant + "\" has letters outside ASCII",
                        ascii(meant)
                                .map(host -> entry.list() + ". IN TXT \"" + host + "\"")
                                .orElse("write its A-label (xn--...)")));
    }

    private static Optional<HostName> ascii(String text) {
        try {
            return HostName.parse(IDN.toASCII(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Stream<Finding> broken(ListEntry entry) {
        return entry.host().stream()
                .flatMap(host -> Stream.of(host.text().split("\\.", -1)))
                .filter(label -> label.startsWith("xn--") && IDN.toUnicode(label).equals(label))
                .map(label ->
                        finding(
                                entry.spot(),
                                label + " looks like an A-label and stands for nothing",
                                "check its spelling"));
    }
}
