package dev.wgmesh.validate.rule;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.ListEntry;
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
        public RuleInfo info() {
            return new RuleInfo(
                    "M005",
                    Level.WARNING,
                    "member listed twice",
                    "Names compare without case and without the trailing dot: both entries name "
                            + "one member, and removing one entry leaves the other.",
                    "RFC 4343; docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream().flatMap(this::check);
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
                                                FindingLocation.of(entry),
                                                entry.host().orElseThrow()
                                                        + " is already listed at "
                                                        + before.record().location(),
                                                "remove this entry"));
                    })
                    .toList()
                    .stream();
        }
    }

    /** An entry that is not a valid host name. */
    static final class M006NotAHostName implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "M006",
                    Level.ERROR,
                    "entry is not a host name",
                    "Readers skip the entry: the intended host is not a member.",
                    "RFC 1123, section 2.1; RFC 1035, section 2.3.4");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.entries()
                    .filter(entry ->
                            entry.host().isEmpty() && !M012ApexOrKeyName.isWireguard(entry.text()))
                    .filter(entry -> !M011NoDot.isShort(entry))
                    .map(entry ->
                            finding(
                                    FindingLocation.of(entry),
                                    "\""
                                            + entry.text()
                                            + (HostName.parse(entry.text()).isPresent()
                                                    ? "\" is too long for a host of a mesh"
                                                    : "\" is not a host name"),
                                    "write a host name of a-z, 0-9, hyphen and dots, such as "
                                            + "node-a."
                                            + entry.list().domain()));
        }
    }

    /** An entry that is not in canonical form. */
    static final class M007Spelling implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "M007",
                    Level.WARNING,
                    "entry with upper case or a trailing dot",
                    "wg-mesh folds the name, but simpler readers use it as written, and two "
                            + "spellings look like two members.",
                    "RFC 4343; docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.entries()
                    .filter(entry ->
                            entry.host()
                                    .filter(host -> !host.text().equals(entry.text()))
                                    .isPresent())
                    .map(entry ->
                            finding(
                                    FindingLocation.of(entry),
                                    "\"" + entry.text() + "\" has upper case or a trailing dot",
                                    "write "
                                            + entry.list()
                                            + ". IN TXT \""
                                            + entry.host().orElseThrow()
                                            + "\""));
        }
    }

    /** An entry of a single label. */
    static final class M011NoDot implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "M011",
                    Level.ERROR,
                    "entry without a dot",
                    "DNS applies no search list to an entry: a single label is a top-level "
                            + "domain, and readers look up its records at the root.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.entries()
                    .filter(M011NoDot::isShort)
                    .map(entry ->
                            finding(
                                    FindingLocation.of(entry),
                                    "\"" + entry.text() + "\" has no domain",
                                    "write "
                                            + entry.list()
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
        public RuleInfo info() {
            return new RuleInfo(
                    "M012",
                    Level.ERROR,
                    "entry is a zone apex or a _wireguard name",
                    "Readers put _wireguard. before each entry. At an apex, the addresses of the "
                            + "zone itself would become the member's endpoints.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            Set<Name> apexes =
                    in.lookup().snapshot().zones().stream()
                            .map(ZoneContents::apex)
                            .collect(Collectors.toSet());
            return in.entries()
                    .flatMap(entry -> {
                        if (isWireguard(entry.text())) {
                            return Stream.of(
                                    finding(
                                            FindingLocation.of(entry),
                                            "\""
                                                    + entry.text()
                                                    + "\" is the name of a key, not a host name",
                                            host(entry)));
                        }
                        return entry
                                .host()
                                .filter(host -> apexes.contains(Question.name(host)))
                                .stream()
                                .map(host ->
                                        finding(
                                                FindingLocation.of(entry),
                                                host + " is the apex of a zone",
                                                "use a host name below the apex, such as node-a."
                                                        + host));
                    });
        }

        private static String host(ListEntry entry) {
            return HostName.parse(entry.text().substring(RecordFormat.WIREGUARD.length() + 1))
                    .map(host -> "write " + entry.list() + ". IN TXT \"" + host + "\"")
                    .orElse("write the host name without _wireguard.");
        }

        static boolean isWireguard(String text) {
            return text.toLowerCase(Locale.ROOT).startsWith(RecordFormat.WIREGUARD + ".");
        }
    }

    /** An internationalized name (RFC 5890) in a wrong form. */
    static final class M013Idna implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "M013",
                    Level.NOTICE,
                    "entry with letters outside ASCII or a broken A-label",
                    "DNS holds such a name as A-labels (xn--): a lookup of any other form fails.",
                    "RFC 5891, section 4.2");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
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
                            FindingLocation.of(entry),
                            "\"" + meant + "\" has letters outside ASCII",
                            ascii(meant)
                                    .map(host ->
                                            "write " + entry.list() + ". IN TXT \"" + host + "\"")
                                    .orElse("write the A-label (xn--...)")));
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
                                    FindingLocation.of(entry),
                                    "label "
                                            + label
                                            + " begins with xn-- but is not a valid A-label",
                                    "check the spelling of the label"));
        }
    }
}
