package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.List;
import java.util.stream.Stream;

/** Rules about the number of records and octets of an RRset. */
final class RRsetSizeRules {
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

    /** An RRset that BIND will soon not load. */
    static final class D005NearBindLimit implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "D005",
                    Level.WARNING,
                    "RRset over 90 records",
                    "BIND loads and answers at most 100 records of one name and type (max- "
                            + "records-per-type).",
                    "BIND 9 ARM: max-records-per-type; docs/records.md");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return findings(this, in, 90, 100, "BIND stops at 100");
        }
    }

    /** An RRset that BIND does not load. */
    static final class D006BindLimit implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "D006",
                    Level.ERROR,
                    "RRset over 100 records: BIND",
                    "BIND does not load the zone, refuses the update, and as a resolver answers "
                            + "SERVFAIL (max-records-per-type).",
                    "BIND 9 ARM: max-records-per-type; docs/records.md");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return findings(this, in, 100, Integer.MAX_VALUE, "BIND fails above 100");
        }
    }

    /** An RRset that PowerDNS Recursor does not answer. */
    static final class D007RecursorLimit implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "D007",
                    Level.ERROR,
                    "RRset over 256 records: PowerDNS Recursor",
                    "Members behind that resolver see no list at all.",
                    "PowerDNS Recursor: max-rrset-size; docs/records.md");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return findings(this, in, 256, Integer.MAX_VALUE, "PowerDNS Recursor fails above 256");
        }
    }

    /** An RRset that Route53 does not take. */
    static final class D008Route53Limit implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "D008",
                    Level.ERROR,
                    "RRset over 400 records: Route53",
                    "Route53 refuses the change: the zone cannot be hosted there.",
                    "Amazon Route 53: quotas; docs/records.md");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return findings(this, in, 400, Integer.MAX_VALUE, "Route53 takes at most 400");
        }
    }

    /** An RRset that fits in no message. */
    static final class D009TooLarge implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "D009",
                    Level.ERROR,
                    "RRset over 65,535 octets",
                    "A DNS message has 65,535 octets at the most, TCP or not: nobody can ask "
                            + "for it.",
                    "RFC 1035, section 4.2.2");
        }

        private static final long MOST = 65_535;

        @Override
        public Stream<Finding> check(Inspection in) {
            return in.sets().stream()
                    .filter(set -> AnswerSize.of(set) > MOST)
                    .map(set ->
                            finding(
                                    FindingLocation.of(set.records().getFirst()),
                                    "an answer with "
                                            + set.question()
                                            + " has "
                                            + AnswerSize.of(set)
                                            + " octets, a message at most 65,535",
                                    "move members to a sub-list with a pool of its own: a PTR record at the mesh name, and wg-mesh init"));
        }
    }

    /** An answer too large for UDP. */
    static final class D010NeedsTcp implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "D010",
                    Level.NOTICE,
                    "answer over 1,232 octets: needs TCP",
                    "Resolvers ask again by TCP: it costs a round trip more, and a firewall "
                            + "that passes only UDP 53 cuts the member off.",
                    "RFC 7766; DNS flag day 2020");
        }

        private static final long MOST = 1232;

        @Override
        public Stream<Finding> check(Inspection in) {
            return in.sets().stream()
                    .filter(set -> in.owners().contains(set.question().owner()))
                    .filter(set -> AnswerSize.of(set) > MOST)
                    .map(set ->
                            finding(
                                    FindingLocation.of(set.records().getFirst()),
                                    "an answer with "
                                            + set.question()
                                            + " has "
                                            + AnswerSize.of(set)
                                            + " octets, UDP carries 1,232",
                                    "let TCP port 53 through, or use sub-lists"));
        }
    }

    /**
     * A finding of the rule for each RRset of more than {@code above} records, up to {@code most}.
     *
     * @param who is hurt by it, as the end of a sentence: "BIND stops at 100"
     */
    static Stream<Finding> findings(Rule rule, Inspection in, int above, int most, String who) {
        return in.sets().stream()
                .filter(set -> set.records().size() > above && set.records().size() <= most)
                .map(set ->
                        rule.finding(
                                FindingLocation.of(set.records().getFirst()),
                                set.question()
                                        + " has "
                                        + set.records().size()
                                        + " records, "
                                        + who,
                                "move members to a sub-list with a pool of its own: a PTR record at"
                                        + " the mesh name, and wg-mesh init"));
    }
}
