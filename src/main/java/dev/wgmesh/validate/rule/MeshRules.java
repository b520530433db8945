package dev.wgmesh.validate.rule;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListRecords;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.validate.ValidationScope;
import dev.wgmesh.zone.MetadataText;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.PolicyText;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneRecord;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Rules about a mesh: its lists, its policy, and what was read of it. */
final class MeshRules {
    private MeshRules() {}

    static List<Rule> all() {
        return List.of(new M008OtherZone(), new M009NoMesh(), new M014SubList(), new M016Pairs());
    }

    /** A member in a zone that was not given. */
    static final class M008OtherZone implements Rule {
        private static final String FIX =
                "give that zone too, or read it from DNS: --resolver HOST";

        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "M008",
                    Level.NOTICE,
                    "member in a zone that was not given",
                    "Its records were not read, so its key and addresses were not checked.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return Stream.concat(members(in), subLists(in));
        }

        private Stream<Finding> members(ValidationContext in) {
            return in.members()
                    .filter(member -> isElsewhere(in, OwnerNames.wireguard(member.name())))
                    .map(member ->
                            finding(
                                    member.entry().location(),
                                    member.name() + " is in a zone that was not given: not checked",
                                    FIX));
        }

        private Stream<Finding> subLists(ValidationContext in) {
            return in.lists()
                    .filter(list -> isElsewhere(in, Question.name(list.name())))
                    .flatMap(list ->
                            list.pointer().stream()
                                    .map(record ->
                                            finding(
                                                    FindingLocation.of(record),
                                                    "sub-list "
                                                            + list.name()
                                                            + " is in a zone that was not given: "
                                                            + "not checked",
                                                    FIX)));
        }

        /** Returns whether the name is in no given zone, and no server was queried for it. */
        private static boolean isElsewhere(ValidationContext in, Name owner) {
            return !in.lookup().isInGivenZone(owner)
                    && IntStream.of(Type.TXT, Type.A, Type.AAAA)
                            .noneMatch(type -> in.lookup().wasQueried(new Question(owner, type)));
        }
    }

    /** A mesh that does not exist or has no members. */
    static final class M009NoMesh implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "M009",
                    Level.ERROR,
                    "no such mesh, or a mesh without members",
                    "A mesh exists if it has a list or a policy: a name with neither is often a "
                            + "typing error.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            Stream<Finding> missing =
                    in.request().scopes().stream()
                            .flatMap(scope ->
                                    scope instanceof ValidationScope.MeshScope(MeshName name)
                                            ? Stream.of(name)
                                            : Stream.empty())
                            .flatMap(name ->
                                    in.lists().filter(list -> list.name().equals(name)).limit(1))
                            .filter(ListRecords::isMissing)
                            .map(list ->
                                    finding(
                                            list.location(),
                                            list.name() + " has neither a list nor a policy",
                                            "create the mesh: wg-mesh init "
                                                    + list.name()
                                                    + " --pool CIDR"));
            Stream<Finding> empty =
                    in.lists()
                            .filter(list ->
                                    list.txt().isAbsent()
                                            && list.ptr().isAbsent()
                                            && list.policyTxt().found().isPresent())
                            .map(list ->
                                    finding(
                                            Level.NOTICE,
                                            list.location(),
                                            list.name() + " has a policy but no members",
                                            "add a member: wg-mesh join HOST --mesh "
                                                    + list.name()));
            return Stream.concat(missing, empty);
        }
    }

    /** A PTR record at a mesh name without a valid sub-list. */
    static final class M014SubList implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "M014",
                    Level.ERROR,
                    "sub-list cycle, too deep, or dangling",
                    "The members below such a PTR record are not in the mesh. In a cycle, readers "
                            + "follow the records until they give up.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream()
                    .flatMap(tree -> tree.linkErrors().stream())
                    .map(fault -> finding(fault.where(), fault.what(), fault.fix()));
        }
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
                    in.lists()
                            .flatMap(list -> list.policyTxt().found().stream())
                            .flatMap(set ->
                                    findings(
                                            set,
                                            texts ->
                                                    PolicyText.read(set.question(), texts)
                                                            .problems())),
                    in.members()
                            .flatMap(member -> member.meta().found().stream())
                            .flatMap(set -> findings(set, texts -> metadata(set, texts))));
        }

        /** Returns the problems of all pairs but next-key, which the K rules check. */
        private static List<Problem> metadata(RRset set, List<String> texts) {
            List<String> others =
                    texts.stream().filter(text -> !text.startsWith("next-key=")).toList();
            return MetadataText.read(set.question(), others).problems();
        }

        /** Returns findings at the faulty records; at the first record for a fault of several. */
        private Stream<Finding> findings(RRset set, Function<List<String>, List<Problem>> read) {
            var reported = new HashSet<Problem>();
            var findings = Stream.<Finding>builder();
            for (ZoneRecord record : set.records()) {
                for (Problem problem :
                        read.apply(List.of(TxtStrings.of((TXTRecord) record.record())))) {
                    reported.add(problem);
                    findings.add(finding(record, problem));
                }
            }
            read.apply(TxtStrings.of(set)).stream()
                    .filter(problem -> !reported.contains(problem))
                    .forEach(problem -> findings.add(finding(set.records().getFirst(), problem)));
            return findings.build();
        }

        private Finding finding(ZoneRecord record, Problem problem) {
            return finding(
                    FindingLocation.of(record),
                    problem.where() + " " + problem.what(),
                    problem.fix());
        }
    }
}
