package dev.wgmesh.validate.rule;

import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListedMember;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.ZoneRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Record;

/** Rules about the numbers of records that readers use. */
final class LimitRules {
    private LimitRules() {}

    static List<Rule> all() {
        return List.of(new A013Addresses(), new M018Members());
    }

    /**
     * Returns a finding of the rule at the first record over the limit, duplicates not counted;
     * empty where the records keep the limit.
     *
     * @param what has the records
     * @param noun for the records, in the plural: "addresses"
     */
    static Optional<Finding> excess(
            Rule rule,
            ListedMember member,
            String what,
            List<ZoneRecord> records,
            int limit,
            String noun,
            String fix) {
        if (records.size() <= limit) {
            return Optional.empty();
        }
        var seen = new HashSet<Record>();
        List<ZoneRecord> distinct =
                records.stream().filter(record -> seen.add(record.record())).toList();
        return distinct.stream()
                .skip(limit)
                .findFirst()
                .map(record ->
                        rule.finding(
                                FindingLocation.of(record).withMember(member.name()),
                                "%s has %d %s, only %d are used"
                                        .formatted(what, distinct.size(), noun, limit),
                                fix));
    }

    /** More mesh addresses of a member than readers use. */
    static final class A013Addresses implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "A013",
                    Level.ERROR,
                    "more than 16 mesh addresses",
                    "Readers use the 16 lowest addresses of a member, half of them for each "
                            + "family if it has as many, and ignore the others: no "
                            + "packet reaches those.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.members()
                    .flatMap(member -> {
                        var records = new ArrayList<ZoneRecord>(2);
                        member.v4().found().ifPresent(set -> records.addAll(set.records()));
                        member.v6().found().ifPresent(set -> records.addAll(set.records()));
                        return records.size() <= RecordFormat.MAX_ADDRESSES
                                ? Stream.empty()
                                : check(member, records).stream();
                    });
        }

        private Optional<Finding> check(ListedMember member, List<ZoneRecord> records) {
            String owner = OwnerNames.wireguard(member.name()).toString(true);
            return excess(
                    this,
                    member,
                    owner,
                    records,
                    RecordFormat.MAX_ADDRESSES,
                    "addresses",
                    "remove the other addresses, or publish a prefix as net= at _meta." + owner);
        }
    }

    /** More members of a mesh than readers use. */
    static final class M018Members implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "M018",
                    Level.ERROR,
                    "more than 10,000 members",
                    "Readers use the first 10,000 members of a mesh by name and ignore the others.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream()
                    .filter(tree -> tree.members().size() > RecordFormat.MAX_MEMBERS)
                    .map(this::finding);
        }

        private Finding finding(MeshTree tree) {
            return finding(
                    FindingLocation.of(tree.lists().getFirst()),
                    "%s has %,d members, only %,d are used"
                            .formatted(
                                    tree.name(), tree.members().size(), RecordFormat.MAX_MEMBERS),
                    "split the mesh into several");
        }
    }
}
