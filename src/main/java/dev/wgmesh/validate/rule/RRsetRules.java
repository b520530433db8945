package dev.wgmesh.validate.rule;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.RRsetOutline;
import dev.wgmesh.zone.ZoneRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Rules about the records of one RRset. */
final class RRsetRules {
    private RRsetRules() {}

    static List<Rule> all() {
        return List.of(new D001Alias(), new D002Ttls(), new D003Duplicate());
    }

    /** An alias in place of a record of the mesh. */
    static final class D001Alias implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D001",
                    Level.ERROR,
                    "CNAME at, or DNAME above, a record of the mesh",
                    "A name with a CNAME can hold no other record. A server answers an update "
                            + "there with success and changes nothing.",
                    "RFC 1034, section 3.6.2; RFC 2136, section 3.4.2.2; RFC 6672");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            Stream<Finding> records =
                    in.rrsets(set -> set.is(Type.CNAME, Type.DNAME))
                            .flatMap(set ->
                                    hidden(set, in.ownerNames()).map(owner -> alias(set, owner)));
            Stream<Finding> answers =
                    in.lookup().snapshot().answers().entrySet().stream()
                            .filter(entry -> in.ownerNames().contains(entry.getKey().owner()))
                            .flatMap(entry -> followed(entry.getKey(), entry.getValue()));
            return Stream.concat(records, answers);
        }

        /** Returns the mesh owner name at the CNAME, or the first one below the DNAME. */
        private static Stream<Name> hidden(RRset set, Set<Name> owners) {
            Name owner = set.question().owner();
            return switch (set.question().type()) {
                case Type.CNAME -> Stream.of(owner).filter(owners::contains);
                case Type.DNAME ->
                        owners.stream()
                                .filter(name -> name.subdomain(owner) && !name.equals(owner))
                                .sorted()
                                .limit(1);
                default -> Stream.empty();
            };
        }

        private Finding alias(RRset set, Name owner) {
            boolean cname = set.question().type() == Type.CNAME;
            return finding(
                    FindingLocation.of(set.records().getFirst()),
                    owner.toString(true) + (cname ? " is a CNAME" : " is below a DNAME"),
                    "replace the alias by the records of the mesh");
        }

        private Stream<Finding> followed(Question asked, DnsAnswer<RRset> answer) {
            return answer.found().stream()
                    .filter(set -> !set.question().owner().equals(asked.owner()))
                    .map(set ->
                            finding(
                                    FindingLocation.of(new Question(asked.owner(), Type.CNAME)),
                                    asked.owner().toString(true)
                                            + " is an alias of "
                                            + set.question().owner().toString(true),
                                    "replace the alias by the records of the mesh"));
        }
    }

    /** An RRset with more than one TTL. */
    static final class D002Ttls implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D002",
                    Level.ERROR,
                    "TTLs differ in an RRset",
                    "All records of an RRset have one TTL: a server picks one of the values, or "
                            + "refuses the zone.",
                    "RFC 2181, section 5.2");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.rrsets(set -> set.hasSeveralTtls() && !set.is(Type.RRSIG))
                    .flatMap(this::check);
        }

        private Stream<Finding> check(RRset set) {
            long ttl = set.records().getFirst().record().getTTL();
            return set.records().stream()
                    .filter(r -> r.record().getTTL() != ttl)
                    .limit(1)
                    .map(r ->
                            finding(
                                    FindingLocation.of(r),
                                    set.question()
                                            + " has TTL "
                                            + r.record().getTTL()
                                            + " here and "
                                            + ttl
                                            + " at "
                                            + set.records().getFirst().location(),
                                    "use one TTL for all records of the RRset"));
        }
    }

    /** A record that occurs twice. */
    static final class D003Duplicate implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D003",
                    Level.WARNING,
                    "duplicate record",
                    "DNS keeps one of the two. A later edit of one line leaves the old value in "
                            + "the other line.",
                    "RFC 2181, section 5");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.rrsets(RRsetOutline::mayRepeat).flatMap(this::check);
        }

        private Stream<Finding> check(RRset set) {
            var first = new HashMap<String, ZoneRecord>();
            return set.records().stream()
                    .flatMap(record -> {
                        ZoneRecord before =
                                first.putIfAbsent(
                                        ZoneRecord.canonicalRdata(record.record()), record);
                        return before == null
                                ? Stream.empty()
                                : Stream.of(
                                        finding(
                                                FindingLocation.of(record),
                                                "same record as at " + before.location(),
                                                "remove this record"));
                    })
                    .toList()
                    .stream();
        }
    }
}
