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
import dev.wgmesh.zone.RRsetOutline;
import dev.wgmesh.zone.ZoneAnswer;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/** Rules about CNAME and DNAME records of a zone, of a mesh or not. */
final class AliasRules {
    private AliasRules() {}

    static List<Rule> all() {
        return List.of(
                new D024CnameAndOtherData(),
                new D025SeveralAliases(),
                new D026BelowDname(),
                new D027TargetIsAlias());
    }

    /** A CNAME record beside records of other types. */
    static final class D024CnameAndOtherData implements Rule {
        /** Types that a signed zone has beside a CNAME (RFC 4034, section 2.5). */
        private static final Set<Integer> ALLOWED = Set.of(Type.CNAME, Type.RRSIG, Type.NSEC);

        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D024",
                    Level.ERROR,
                    "CNAME beside other data, or at the apex",
                    "A name with a CNAME can hold no other record: BIND, Knot and NSD do not load "
                            + "the zone. The apex always has SOA and NS records.",
                    "RFC 1034, section 3.6.2; RFC 2181, section 10.1");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream().flatMap(this::check);
        }

        private Stream<Finding> check(ZoneContents zone) {
            var others = new TreeMap<Name, StringBuilder>();
            var questions = new TreeSet<Question>();
            zone.rrsets(set -> !ALLOWED.contains(set.type()) && set.isAtAlias())
                    .forEach(set -> questions.add(set.question()));
            zone.notes().opaque().forEach(record -> questions.add(record.question()));
            for (Question question : questions) {
                if (!ALLOWED.contains(question.type())
                        && question.owner().subdomain(zone.apex())
                        && cname(zone, question.owner()).isPresent()) {
                    others.computeIfAbsent(question.owner(), _ -> new StringBuilder())
                            .append(", ")
                            .append(Type.string(question.type()));
                }
            }
            return others.entrySet().stream()
                    .map(entry ->
                            finding(
                                    zone,
                                    cname(zone, entry.getKey()).orElseThrow(),
                                    entry.getValue().substring(2)));
        }

        private static Optional<RRset> cname(ZoneContents zone, Name owner) {
            return zone.rrset(new Question(owner, Type.CNAME));
        }

        private Finding finding(ZoneContents zone, RRset cname, String others) {
            Name owner = cname.question().owner();
            return finding(
                    FindingLocation.of(SnapshotLookup.first(cname)),
                    owner.toString(true) + " has a CNAME record and also " + others,
                    owner.equals(zone.apex())
                            ? "replace the CNAME record by the A and AAAA records of its target"
                            : "remove the CNAME record, or the other records of "
                                    + owner.toString(true));
        }
    }

    /** A name that is an alias of two names. */
    static final class D025SeveralAliases implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D025",
                    Level.ERROR,
                    "several CNAME or DNAME records at one name",
                    "A name is an alias of one name: BIND, Knot and NSD do not load the zone.",
                    "RFC 2181, section 10.1; RFC 6672, section 2.4");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.rrsets(set -> set.size() > 1 && set.is(Type.CNAME, Type.DNAME))
                    .flatMap(this::check);
        }

        private Stream<Finding> check(RRset set) {
            ZoneRecord first = set.records().getFirst();
            return set.records().stream()
                    .filter(record -> !record.record().equals(first.record()))
                    .limit(1)
                    .map(record ->
                            finding(
                                    FindingLocation.of(record),
                                    "second "
                                            + Type.string(set.question().type())
                                            + " record of "
                                            + set.question().owner().toString(true)
                                            + "; the first is at "
                                            + first.location(),
                                    "keep only one of the records"));
        }
    }

    /** A DNAME record that hides other records. */
    static final class D026BelowDname implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D026",
                    Level.ERROR,
                    "record below a DNAME, or NS beside it",
                    "Every name below a DNAME is an alias: Knot and NSD do not load the zone, BIND "
                            + "never returns the record. Knot refuses NS beside DNAME too.",
                    "RFC 6672, section 2.4");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream().flatMap(this::check);
        }

        private Stream<Finding> check(ZoneContents zone) {
            Set<Name> dnames =
                    zone.rrsets(set -> set.is(Type.DNAME))
                            .map(set -> set.question().owner())
                            .collect(Collectors.toSet());
            return Stream.concat(
                    HiddenRecords.below(dnames, zone, D026BelowDname::isHidden, _ -> true).stream()
                            .map(hidden ->
                                    finding(
                                            FindingLocation.of(hidden.first()),
                                            hidden.first().question()
                                                    + " is below the DNAME record of "
                                                    + hidden.above().toString(true)
                                                    + hidden.more(),
                                            "remove the DNAME record, or the records below it")),
                    dnames.stream()
                            .filter(owner -> !owner.equals(zone.apex()))
                            .flatMap(owner -> zone.rrset(new Question(owner, Type.NS)).stream())
                            .map(servers ->
                                    finding(
                                            FindingLocation.of(SnapshotLookup.first(servers)),
                                            servers.question().owner().toString(true)
                                                    + " has NS and DNAME records",
                                            "remove the DNAME record, or the NS records")));
        }

        /** Returns whether the RRset is not one that signs an apex with a DNAME. */
        private static boolean isHidden(RRsetOutline set) {
            return !set.is(Type.NSEC3, Type.RRSIG);
        }
    }

    /** An NS, MX or SRV record that names an alias. */
    static final class D027TargetIsAlias implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D027",
                    Level.WARNING,
                    "NS, MX or SRV record that names an alias",
                    "Such a record names a host by its own name: resolvers and mail servers may "
                            + "ignore an alias. An error for NS at the apex, where BIND does not "
                            + "load the zone.",
                    "RFC 2181, section 10.3; RFC 2782");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream().flatMap(zone -> check(in, zone));
        }

        private Stream<Finding> check(ValidationContext in, ZoneContents zone) {
            boolean elsewhere =
                    in.lookup().snapshot().zones().stream()
                            .filter(other -> other != zone)
                            .anyMatch(D027TargetIsAlias::hasAlias);
            return zone.rrsets(set ->
                            set.is(Type.NS, Type.MX, Type.SRV) && (elsewhere || set.mayNameAlias()))
                    .flatMap(set -> set.records().stream())
                    .filter(record -> record.owner().subdomain(zone.apex()))
                    .flatMap(record ->
                            target(record).stream()
                                    .flatMap(target -> alias(in, target).stream())
                                    .map(alias -> finding(zone, record, alias)));
        }

        private static boolean hasAlias(ZoneContents zone) {
            return zone.rrsets(set -> set.is(Type.CNAME, Type.DNAME)).findAny().isPresent();
        }

        private static Optional<Name> target(ZoneRecord record) {
            return switch (record.record()) {
                case NSRecord ns -> Optional.of(ns.getTarget());
                case MXRecord mx -> Optional.of(mx.getTarget());
                case SRVRecord srv -> Optional.of(srv.getTarget());
                default -> Optional.empty();
            };
        }

        /** Returns what the target is instead of a host name of its own; empty where it is one. */
        private static Optional<String> alias(ValidationContext in, Name target) {
            return in.lookup()
                    .snapshot()
                    .zoneOf(target)
                    .map(zone -> zone.answer(new Question(target, Type.A)))
                    .flatMap(answer ->
                            switch (answer) {
                                case ZoneAnswer.Cname _ -> Optional.of(", which is a CNAME");
                                case ZoneAnswer.Dname _ -> Optional.of(", which is below a DNAME");
                                case ZoneAnswer.Records _,
                                        ZoneAnswer.Opaque _,
                                        ZoneAnswer.Delegation _,
                                        ZoneAnswer.NoData _,
                                        ZoneAnswer.NxDomain _ ->
                                        Optional.empty();
                            })
                    .map(alias -> target.toString(true) + alias);
        }

        private Finding finding(ZoneContents zone, ZoneRecord record, String alias) {
            boolean apex =
                    record.record().getType() == Type.NS && record.owner().equals(zone.apex());
            return finding(
                    apex ? Level.ERROR : info().level(),
                    FindingLocation.of(record),
                    record.question() + " names " + alias,
                    "name the target of the alias instead");
        }
    }
}
