package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import java.util.List;
import java.util.stream.Stream;

/** Rules about the number of records and octets of an RRset. */
final class RRsetSizeRules {
    private static final String SPLIT =
            "move members to a sub-list with a pool of its own: wg-mesh leave HOST, then "
                    + "wg-mesh join HOST --sublist NAME --pool CIDR";

    private RRsetSizeRules() {}

    static List<Rule> all() {
        return List.of(
                new D005NearBindLimit(),
                new D006BindLimit(),
                new D007RecursorLimit(),
                new D008Route53Limit(),
                new D009TooLarge(),
                new D010NeedsTcp());
    }

    /** An RRset close to the limit of BIND. */
    static final class D005NearBindLimit implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D005",
                    Level.WARNING,
                    "RRset over 90 records",
                    "BIND loads and answers at most 100 records of one name and type "
                            + "(max-records-per-type).",
                    "BIND 9 ARM: max-records-per-type; docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return findings(this, in, 90, 100, "BIND supports at most 100");
        }
    }

    /** An RRset over the limit of BIND. */
    static final class D006BindLimit implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D006",
                    Level.ERROR,
                    "RRset over 100 records: BIND",
                    "BIND does not load the zone, refuses the update, and as a resolver answers "
                            + "SERVFAIL (max-records-per-type).",
                    "BIND 9 ARM: max-records-per-type; docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return findings(this, in, 100, Integer.MAX_VALUE, "BIND supports at most 100");
        }
    }

    /** An RRset over the limit of PowerDNS Recursor. */
    static final class D007RecursorLimit implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D007",
                    Level.ERROR,
                    "RRset over 256 records: PowerDNS Recursor",
                    "Members behind this resolver cannot read the RRset.",
                    "PowerDNS Recursor: max-rrset-size; docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return findings(
                    this, in, 256, Integer.MAX_VALUE, "PowerDNS Recursor supports at most 256");
        }
    }

    /** An RRset over the limit of Route53. */
    static final class D008Route53Limit implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D008",
                    Level.ERROR,
                    "RRset over 400 records: Route53",
                    "Route53 refuses the change: it cannot host the zone.",
                    "Amazon Route 53: quotas; docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return findings(this, in, 400, Integer.MAX_VALUE, "Route53 supports at most 400");
        }
    }

    /** An RRset that does not fit in a DNS message. */
    static final class D009TooLarge implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D009",
                    Level.ERROR,
                    "RRset over 65,535 octets",
                    "A DNS message holds at most 65,535 octets, over TCP too: no server can "
                            + "answer with this RRset.",
                    "RFC 1035, section 4.2.2");
        }

        private static final long MOST = 65_535;

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.rrsets(set -> AnswerSize.most(set) > MOST)
                    .filter(set -> AnswerSize.of(set) > MOST)
                    .map(set ->
                            finding(
                                    FindingLocation.of(set.records().getFirst()),
                                    "the answer to "
                                            + set.question()
                                            + " has "
                                            + AnswerSize.of(set)
                                            + " octets; a message holds at most 65,535",
                                    SPLIT));
        }
    }

    /** An answer too large for UDP. */
    static final class D010NeedsTcp implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D010",
                    Level.NOTICE,
                    "answer over 1,232 octets: needs TCP",
                    "Resolvers repeat the query over TCP, which costs one more round trip. It "
                            + "fails where a firewall passes UDP port 53 only.",
                    "RFC 7766; DNS flag day 2020");
        }

        private static final long MOST = 1232;

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.rrsets(set -> AnswerSize.most(set) > MOST)
                    .filter(set -> in.isOwnerName(set.question().owner()))
                    .filter(set -> AnswerSize.of(set) > MOST)
                    .map(set ->
                            finding(
                                    FindingLocation.of(set.records().getFirst()),
                                    "the answer to "
                                            + set.question()
                                            + " has "
                                            + AnswerSize.of(set)
                                            + " octets; UDP carries 1,232",
                                    "allow TCP port 53 in firewalls, or move members to a "
                                            + "sub-list"));
        }
    }

    /**
     * Returns a finding of the rule for each RRset of more than {@code above} records, up to {@code
     * most}.
     *
     * @param limit of the software, as a clause: "BIND supports at most 100"
     */
    static Stream<Finding> findings(
            Rule rule, ValidationContext in, int above, int most, String limit) {
        return in.rrsets(set -> set.size() > above && set.size() <= most)
                .map(set ->
                        rule.finding(
                                FindingLocation.of(set.records().getFirst()),
                                set.question()
                                        + " has "
                                        + set.records().size()
                                        + " records; "
                                        + limit,
                                SPLIT));
    }
}
