package dev.wgmesh.validate.rule;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListEntry;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/** Rules about the entries of a member list. */
final class ListEntryRules {
    private ListEntryRules() {}

    static List<Rule> all() {
        return List.of(
                new M005ListedTwice(),
                new M006NotAHostName(),
                new M007Spelling(),
                new M011NoDot(),
                new M012ApexOrKeyName(),
                new M013Idna());
    }

    /** One member named by two entries. */
    static final class M005ListedTwice implements Rule {
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

    /** An entry that no host can have. */
    static final class M006NotAHostName implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "M006",
                    Level.ERROR,
                    "entry is no host name",
                    "Readers skip the entry: whoever was meant is not in the mesh.",
                    "RFC 1123, section 2.1; RFC 1035, section 2.3.4");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return in.entries()
                    .filter(entry ->
                            entry.host().isEmpty() && !M012ApexOrKeyName.isWireguard(entry.text()))
                    .filter(entry -> !M011NoDot.isShort(entry))
                    .map(entry ->
                            finding(
                                    entry.spot(),
                                    "\""
                                            + entry.text()
                                            + "\" is no host name"
                                            + (HostName.parse(entry.text()).isPresent()
                                                    ? " that leaves room for _wireguard. before it"
                                                    : ""),
                                    "write one: labels of a-z, 0-9 and hyphen, such as node-a."
                                            + entry.list().domain()));
        }
    }

    /** An entry in another spelling than ours. */
    static final class M007Spelling implements Rule {
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
                            entry.host()
                                    .filter(host -> !host.text().equals(entry.text()))
                                    .isPresent())
                    .map(entry ->
                            finding(
                                    entry.spot(),
                                    "\"" + entry.text() + "\" has upper case or a trailing dot",
                                    entry.list()
                                            + ". IN TXT \""
                                            + entry.host().orElseThrow()
                                            + "\""));
        }
    }

    /** An entry that is a bare label. */
    static final class M011NoDot implements Rule {
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

    /** An entry that names a zone or a record instead of a host. */
    static final class M012ApexOrKeyName implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "M012",
                    Level.ERROR,
                    "entry is the apex or a _wireguard name",
                    "A list holds host names: _wireguard. is put before them by whoever reads, "
                            + "and at the apex the records of the zone itself would become the member's.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            Set<Name> apexes =
                    in.lookup().snapshot().zones().stream()
                            .map(ZoneContents::apex)
                            .collect(Collectors.toSet());
            return in.entries()
                    .flatMap(entry -> {
                        if (isWireguard(entry.text())) {
                            return Stream.of(
                                    finding(
                                            entry.spot(),
                                            "\""
                                                    + entry.text()
                                                    + "\" is the name of a key, not of a host",
                                            host(entry)));
                        }
                        return entry
                                .host()
                                .filter(host -> apexes.contains(Question.name(host)))
                                .stream()
                                .map(host ->
                                        finding(
                                                entry.spot(),
                                                host + " is the apex of a zone",
                                                "give the machine a name below it, such as node-a."
                                                        + host));
                    });
        }

        private static String host(ListEntry entry) {
            return HostName.parse(entry.text().substring(RecordFormat.WIREGUARD.length() + 1))
                    .map(host -> entry.list() + ". IN TXT \"" + host + "\"")
                    .orElse("list the host's name");
        }

        static boolean isWireguard(String text) {
            return text.toLowerCase(Locale.ROOT).startsWith(RecordFormat.WIREGUARD + ".");
        }
    }

    /** A name that means letters outside ASCII. */
    static final class M013Idna implements Rule {
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
                            entry.text().getBytes(StandardCharsets.ISO_8859_1),
                            StandardCharsets.UTF_8);
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
}
