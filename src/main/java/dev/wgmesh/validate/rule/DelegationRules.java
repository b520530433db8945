package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.SnapshotLookup;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneAnswer;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Rules about NS and DS records of a zone, and about what is below them. */
final class DelegationRules {
    private DelegationRules() {}

    static List<Rule> all() {
        return List.of(
                new D016ServerAddress(),
                new D017BelowDelegation(),
                new D028WildcardNs(),
                new D029DsWithoutNs(),
                new D030CdsWithoutKey());
    }

    /** A name server of the zone's own domain without an address in it. */
    static final class D016ServerAddress implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D016",
                    Level.ERROR,
                    "name server in the zone without an address",
                    "Nobody can find the address of such a name server elsewhere: BIND does not "
                            + "load a zone with one at its apex. A warning for a delegation, which "
                            + "works with its other name servers only.",
                    "RFC 1034, section 4.2.1; RFC 9471");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream()
                    .filter(zone -> zone.syntaxErrors().isEmpty())
                    .flatMap(this::check);
        }

        private Stream<Finding> check(ZoneContents zone) {
            return zone.rrsets(set -> set.is(Type.NS))
                    .flatMap(set -> set.records().stream())
                    .filter(record -> record.owner().subdomain(zone.apex()))
                    .filter(record ->
                            record.record() instanceof NSRecord ns
                                    && ns.getTarget().subdomain(zone.apex())
                                    && isMissing(zone, record.owner(), ns.getTarget()))
                    .map(record -> finding(zone, record, ((NSRecord) record.record()).getTarget()));
        }

        private static boolean isMissing(ZoneContents zone, Name owner, Name server) {
            return isMissing(zone, owner, new Question(server, Type.A))
                    && isMissing(zone, owner, new Question(server, Type.AAAA));
        }

        private static boolean isMissing(ZoneContents zone, Name owner, Question address) {
            if (zone.rrset(address).isPresent()) {
                return false;
            }
            return switch (zone.answer(address)) {
                case ZoneAnswer.NoData _, ZoneAnswer.NxDomain _ -> true;
                // glue is required below the delegation itself, not below another one
                case ZoneAnswer.Delegation(RRset servers) ->
                        servers.question().owner().equals(owner);
                case ZoneAnswer.Records _,
                        ZoneAnswer.Opaque _,
                        ZoneAnswer.Cname _,
                        ZoneAnswer.Dname _ ->
                        false;
            };
        }

        private Finding finding(ZoneContents zone, ZoneRecord record, Name server) {
            return finding(
                    record.owner().equals(zone.apex()) ? info().level() : Level.WARNING,
                    FindingLocation.of(record),
                    "name server " + server.toString(true) + " has no A or AAAA record",
                    "add " + server + " IN A ADDRESS, or correct the name");
        }
    }

    /** A record that a delegation hides. */
    static final class D017BelowDelegation implements Rule {
        private static final Set<Integer> AT_CUT =
                Set.of(Type.NS, Type.DS, Type.NSEC, Type.RRSIG, Type.DNAME, Type.A, Type.AAAA);

        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D017",
                    Level.WARNING,
                    "record at or below a delegation",
                    "The name is in another zone: servers of this zone answer with the NS records "
                            + "of that zone, and never return the record.",
                    "RFC 1034, section 4.2.1; RFC 2136, section 7.18");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream().flatMap(this::check);
        }

        private Stream<Finding> check(ZoneContents zone) {
            Set<Name> cuts =
                    zone.rrsets(set -> set.is(Type.NS))
                            .map(set -> set.question().owner())
                            .filter(owner -> !owner.equals(zone.apex()) && !owner.isWild())
                            .collect(Collectors.toSet());
            if (cuts.isEmpty()) {
                return Stream.empty();
            }
            Set<Name> servers =
                    zone.rrsets(set -> set.is(Type.NS))
                            .flatMap(set -> set.dnsRecords().stream())
                            .map(record -> ((NSRecord) record).getTarget())
                            .collect(Collectors.toSet());
            return Stream.concat(
                    HiddenRecords.below(cuts, zone, _ -> true, set -> !isGlue(set, servers))
                            .stream()
                            .map(hidden ->
                                    finding(
                                            FindingLocation.of(hidden.first()),
                                            hidden.first().question()
                                                    + " is below the delegation of "
                                                    + hidden.above().toString(true)
                                                    + hidden.more(),
                                            fix(hidden.above()))),
                    zone.rrsets(set -> !AT_CUT.contains(set.type()))
                            .filter(set -> cuts.contains(set.question().owner()))
                            .map(set ->
                                    finding(
                                            FindingLocation.of(SnapshotLookup.first(set)),
                                            set.question() + " is at a delegation",
                                            fix(set.question().owner()))));
        }

        private static boolean isGlue(RRset set, Set<Name> servers) {
            int type = set.question().type();
            return (type == Type.A || type == Type.AAAA)
                    && servers.contains(set.question().owner());
        }

        private static String fix(Name cut) {
            return "move the record to the zone "
                    + cut.toString(true)
                    + ", or remove the NS records of "
                    + cut.toString(true);
        }
    }

    /** A delegation of a wildcard. */
    static final class D028WildcardNs implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D028",
                    Level.ERROR,
                    "NS record at a wildcard",
                    "A wildcard cannot be delegated: BIND does not load the zone.",
                    "RFC 4592, section 4.2");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.rrsets(set -> set.is(Type.NS) && set.isWildcard())
                    .map(set ->
                            finding(
                                    FindingLocation.of(SnapshotLookup.first(set)),
                                    set.question() + ": a wildcard cannot be delegated",
                                    "delegate each name by NS records of its own"));
        }
    }

    /** A DS record that signs no delegation. */
    static final class D029DsWithoutNs implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D029",
                    Level.ERROR,
                    "DS record at the apex, or without NS",
                    "A DS record belongs beside the NS records of a delegation, in the parent "
                            + "zone: BIND does not load a zone with one at its apex. A warning "
                            + "elsewhere.",
                    "RFC 4035, section 2.4");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream().flatMap(this::check);
        }

        private Stream<Finding> check(ZoneContents zone) {
            return zone.rrsets(set -> set.is(Type.DS))
                    .filter(set -> set.question().owner().subdomain(zone.apex()))
                    .flatMap(set -> check(zone, set));
        }

        private Stream<Finding> check(ZoneContents zone, RRset set) {
            Name owner = set.question().owner();
            FindingLocation where = FindingLocation.of(SnapshotLookup.first(set));
            if (owner.equals(zone.apex())) {
                return Stream.of(
                        finding(
                                where,
                                set.question() + " is at the apex of the zone",
                                "move the DS record to the parent zone"));
            }
            return zone.rrset(new Question(owner, Type.NS)).isPresent()
                            || !zone.syntaxErrors().isEmpty()
                    ? Stream.empty()
                    : Stream.of(
                            finding(
                                    Level.WARNING,
                                    where,
                                    set.question() + " has no NS record beside it",
                                    "add the NS records of "
                                            + owner.toString(true)
                                            + ", or remove the DS record"));
        }
    }

    static final class D030CdsWithoutKey implements Rule {
        /** The algorithm in a record that asks the parent to remove its DS (RFC 8078). */
        private static final int DELETE = 0;

        /** Offset of the algorithm in CDS (RFC 4034, section 5.1) and CDNSKEY (section 2.1). */
        private static final Map<Integer, Integer> ALGORITHM = Map.of(Type.CDS, 2, Type.CDNSKEY, 3);

        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D030",
                    Level.ERROR,
                    "CDS or CDNSKEY record without DNSKEY",
                    "It tells the parent zone a key of this zone, which has none: BIND does not"
                            + " load the zone.",
                    "RFC 7344, section 4.1");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream().flatMap(this::check);
        }

        private Stream<Finding> check(ZoneContents zone) {
            var keys = new Question(zone.apex(), Type.DNSKEY);
            if (zone.rrset(keys).isPresent()
                    || zone.opaque(keys).isPresent()
                    || !zone.syntaxErrors().isEmpty()) {
                return Stream.empty();
            }
            return Stream.of(Type.CDS, Type.CDNSKEY)
                    .map(type -> new Question(zone.apex(), type))
                    .flatMap(question -> zone.rrset(question).stream())
                    .flatMap(set -> set.records().stream())
                    .filter(record -> algorithm(record) != DELETE)
                    .limit(1)
                    .map(record ->
                            finding(
                                    FindingLocation.of(record),
                                    record.question() + " is there, and no DNSKEY",
                                    "sign the zone, or remove CDS and CDNSKEY records"));
        }

        private static int algorithm(ZoneRecord record) {
            int at = Optional.ofNullable(ALGORITHM.get(record.question().type())).orElseThrow();
            byte[] data = ZoneRecord.rdata(record.record());
            return at < data.length ? data[at] : DELETE;
        }
    }
}
