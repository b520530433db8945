package dev.wgmesh.validate.rule;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.KeyValueResult;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneRecord;
import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** Rules about the values in the policies, metadata and revisions of a mesh. */
final class PolicyRules {
    private PolicyRules() {}

    static List<Rule> all() {
        return List.of(new M016Pairs(), new M017Revision());
    }

    /** A policy or metadata with an unreadable pair. */
    static final class M016Pairs implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "M016",
                    Level.ERROR,
                    "policy or metadata that cannot be read",
                    "Nodes reject an unreadable policy as a whole and keep the last one they "
                            + "read. They ignore an unreadable pair of a member.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return Stream.concat(
                            in.lists().flatMap(list -> faults(list.pairs())),
                            // next-key is checked by the K rules
                            in.members()
                                    .flatMap(member -> faults(member.records().pairs()))
                                    .filter(fault -> !fault.key().equals("next-key")))
                    .flatMap(fault ->
                            fault.records().stream().map(r -> finding(r, fault.problem())));
        }

        private static <T> Stream<KeyValueResult.Fault> faults(DnsAnswer<KeyValueResult<T>> pairs) {
            return pairs.found().stream().flatMap(result -> result.faults().stream());
        }

        private Finding finding(ZoneRecord record, Problem problem) {
            return finding(
                    FindingLocation.of(record),
                    record.question() + " " + problem.what(),
                    problem.fix());
        }
    }

    /** A revision that no writer can raise. */
    static final class M017Revision implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "M017",
                    Level.ERROR,
                    "_revision is not one number",
                    "Every writer raises the number when it changes the list: join, leave and set "
                            + "fail until the record is corrected.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.rrsets(set -> set.is(Type.TXT) && set.hasUnderscore())
                    .filter(set -> OwnerNames.isRevision(set.question()))
                    .filter(set -> MeshRecords.revision(set).isEmpty())
                    .map(this::finding);
        }

        private Finding finding(RRset set) {
            List<String> texts = TxtStrings.of(set);
            return texts.size() == 1
                    ? finding(
                            FindingLocation.of(set.records().getFirst()),
                            set.question()
                                    + " holds \""
                                    + texts.getFirst()
                                    + "\", expected a number",
                            "write a number: " + set.question().owner() + " IN TXT \"1\"")
                    : finding(
                            FindingLocation.of(set.records().get(1)),
                            set.question() + " has " + texts.size() + " records, expected one",
                            "keep only the highest number");
        }
    }
}
