package dev.wgmesh.validate.rule;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListedMember;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.SnapshotLookup;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.KeyRecord;
import dev.wgmesh.zone.ListRecords;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Rules about the records of one member. */
final class MemberRecordRules {
    private MemberRecordRules() {}

    static List<Rule> all() {
        return List.of(
                new M001NoRecords(),
                new M002NoKey(),
                new M003NoAddress(),
                new M004NotListed(),
                new M015PlainFormat());
    }

    /** A member without a key and without an address. */
    static final class M001NoRecords implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "M001",
                    Level.ERROR,
                    "listed, but neither key nor address exists",
                    "No other member can configure this peer: the entry is a typing error, or the "
                            + "member left and its entry remained.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.members()
                    .filter(member -> member.key().isAbsent() && member.hasNoAddress())
                    .map(member ->
                            finding(
                                    member.missingLocation(Type.TXT),
                                    member.name()
                                            + " is listed but has neither a key nor an address",
                                    "publish both: wg-mesh join "
                                            + member.name()
                                            + "; or remove the entry from "
                                            + member.list().name()));
        }
    }

    /** A member without its public key. */
    static final class M002NoKey implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "M002",
                    Level.ERROR,
                    "listed without a key",
                    "WireGuard identifies a peer by its key: no other member can configure this "
                            + "peer.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.members()
                    .filter(member -> member.key().isAbsent() && member.hasAddress())
                    .map(member ->
                            finding(
                                    member.missingLocation(Type.TXT),
                                    member.name() + " is listed without a key",
                                    "add "
                                            + member.wireguard(Type.TXT).owner()
                                            + " IN TXT \"KEY\", with the KEY that wg pubkey "
                                            + "prints on "
                                            + member.name()));
        }
    }

    /** A member without a mesh address. */
    static final class M003NoAddress implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "M003",
                    Level.ERROR,
                    "listed without an address",
                    "WireGuard sends nothing to a peer without allowed IPs and drops everything "
                            + "that it sends.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream().flatMap(this::check);
        }

        private Stream<Finding> check(MeshTree tree) {
            var free = new FreeAddresses(tree);
            return tree.members().values().stream()
                    .filter(member -> member.key().found().isPresent() && member.hasNoAddress())
                    .map(member ->
                            finding(
                                    member.missingLocation(Type.A),
                                    member.name() + " is listed without an address",
                                    fix(member, free.next(member.list()))));
        }

        private static String fix(ListedMember member, Optional<IpAddress> address) {
            return address.map(ip ->
                            "add "
                                    + member.wireguard(Type.A).owner()
                                    + " IN "
                                    + (ip.family() == Family.V4 ? "A " : "AAAA ")
                                    + ip)
                    .orElse("add an address: wg-mesh set " + member.name() + " --ip ADDRESS");
        }
    }

    /** Records of a member that no list names. */
    static final class M004NotListed implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "M004",
                    Level.WARNING,
                    "records of a member that no list names",
                    "No reader uses them: the member left and its records remained, or its entry "
                            + "was removed by mistake.",
                    "docs/records.md");
        }

        private static final Set<Integer> TYPES = Set.of(Type.TXT, Type.A, Type.AAAA);

        private static final BinaryOperator<RRset> FIRST =
                BinaryOperator.minBy(Comparator.comparing(RRset::question));

        @Override
        public Stream<Finding> check(ValidationContext in) {
            boolean known =
                    !in.allMeshes().isEmpty()
                            && in.allMeshes().stream()
                                    .flatMap(tree -> tree.lists().stream())
                                    .allMatch(ListRecords::isKnown);
            if (!known) {
                return Stream.empty();
            }
            Set<Name> listed =
                    in.allMeshes().stream()
                            .flatMap(tree -> tree.members().values().stream())
                            .map(member -> member.records().dnsName())
                            .collect(Collectors.toSet());
            return in.zones().stream().flatMap(zone -> check(zone, listed));
        }

        private Stream<Finding> check(ZoneContents zone, Set<Name> listed) {
            var orphans = new TreeMap<HostName, RRset>();
            zone.rrsets(set -> set.hasUnderscore() && TYPES.contains(set.type()))
                    .forEach(set ->
                            host(set.question().owner())
                                    .filter(host -> !listed.contains(host))
                                    .flatMap(host -> HostName.parse(host.toString(true)))
                                    .ifPresent(host -> orphans.merge(host, set, FIRST)));
            return orphans.entrySet().stream()
                    .map(orphan ->
                            finding(
                                    FindingLocation.of(SnapshotLookup.first(orphan.getValue()))
                                            .withMember(orphan.getKey()),
                                    "no list in the given zones names " + orphan.getKey(),
                                    "list the host: MESH IN TXT \""
                                            + orphan.getKey()
                                            + "\"; or remove its records: wg-mesh leave "
                                            + orphan.getKey()));
        }

        private static Optional<Name> host(Name owner) {
            return owner.labels() > 2
                            && owner.getLabelString(0).equalsIgnoreCase(RecordFormat.WIREGUARD)
                    ? Optional.of(new Name(owner, 1))
                    : Optional.empty();
        }
    }

    /** A member that the reference implementation of the plain format cannot read. */
    static final class M015PlainFormat implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "M015",
                    Level.NOTICE,
                    "the reference implementation cannot read this member",
                    "The reference implementation of the plain format needs an A record, and one "
                            + "TXT record with the key and nothing else. An error with --compat "
                            + "origin.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            Level level = in.request().plainFormat() ? Level.ERROR : info().level();
            return in.members()
                    .flatMap(member -> Stream.concat(noA(member, level), texts(member, level)));
        }

        private Stream<Finding> noA(ListedMember member, Level level) {
            return member.v4().isAbsent() && member.v6().found().isPresent()
                    ? Stream.of(
                            finding(
                                    level,
                                    member.missingLocation(Type.A),
                                    member.name() + " has an AAAA record but no A record",
                                    FreeAddresses.fix(member, "an IPv4 address")))
                    : Stream.empty();
        }

        private Stream<Finding> texts(ListedMember member, Level level) {
            List<KeyRecord> records = member.key().found().orElse(List.of());
            if (records.size() > 1) {
                return Stream.of(
                        finding(
                                level,
                                FindingLocation.of(records.getFirst()),
                                records.size() + " TXT records, expected exactly one",
                                "keep only the record with the key"));
            }
            return records.stream()
                    .filter(record ->
                            record.text().strip().length() > 44
                                    || !record.text().equals(record.text().strip()))
                    .map(record ->
                            finding(
                                    level,
                                    FindingLocation.of(record),
                                    "the TXT record holds more than a key",
                                    "keep only the 44 characters of the key"));
        }
    }
}
