package dev.wgmesh.validate.rule;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListRecords;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationScope;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.MetadataText;
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
                "give its zone too, or read it from DNS by --resolver HOST";

        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "M008",
                    Level.NOTICE,
                    "member in a zone that was not given",
                    "Its records were not read, so nothing is said of its key and addresses.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return Stream.concat(members(in), subLists(in));
        }

        private Stream<Finding> members(Inspection in) {
            return in.members()
                    .filter(member -> isElsewhere(in, MeshOwner.wireguard(member.name())))
                    .map(member ->
                            finding(
                                    member.entry().spot(),
                                    member.name()
                                            + " lives in a zone that was not given:"
                                            + " not judged",
                                    FIX));
        }

        private Stream<Finding> subLists(Inspection in) {
            return in.lists()
                    .filter(list -> isElsewhere(in, Question.name(list.name())))
                    .flatMap(list ->
                            list.pointer().stream()
                                    .map(record ->
                                            finding(
                                                    FindingLocation.of(record),
                                                    "the sub-list "
                                                            + list.name()
                                                            + " lives in a zone that"
                                                            + " was not given:"
                                                            + " not judged",
                                                    FIX)));
        }

        /** Whether no zone speaks for the name, and no server was asked for it. */
        private static boolean isElsewhere(Inspection in, Name owner) {
            return !in.lookup().isGiven(owner)
                    && IntStream.of(Type.TXT, Type.A, Type.AAAA)
                            .noneMatch(type -> in.lookup().wasAsked(new Question(owner, type)));
        }
    }

    /** A mesh that was asked for and is not there. */
    static final class M009NoMesh implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "M009",
                    Level.ERROR,
                    "no such mesh, or a mesh without members",
                    "A mesh exists if it has a list or a policy.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            Stream<Finding> missing =
                    in.request().asked().stream()
                            .flatMap(asked ->
                                    asked instanceof ValidationScope.Mesh(MeshName name)
                                            ? Stream.of(name)
                                            : Stream.empty())
                            .flatMap(name ->
                                    in.lists().filter(list -> list.name().equals(name)).limit(1))
                            .filter(ListRecords::isMissing)
                            .map(list ->
                                    finding(
                                            list.spot(),
                                            list.name() + " has neither a list nor a policy",
                                            "found it: wg-mesh init "
                                                    + list.name()
                                                    + " --pool CIDR"));
            Stream<Finding> empty =
                    in.lists()
                            .filter(list ->
                                    list.texts().isAbsent()
                                            && list.pointers().isAbsent()
                                            && list.policyTexts().found().isPresent())
                            .map(list ->
                                    finding(
                                            Level.NOTICE,
                                            list.spot(),
                                            list.name() + " has a policy and no member yet",
                                            "wg-mesh join HOST --mesh " + list.name()));
            return Stream.concat(missing, empty);
        }
    }

    /** A PTR record at a mesh that leads to no sub-list. */
    static final class M014SubList implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "M014",
                    Level.ERROR,
                    "sub-list cycle, too deep, or dangling",
                    "The members below are not in the mesh, or readers go round in circles "
                            + "until they give up.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return in.trees().stream()
                    .flatMap(tree -> tree.faults().stream())
                    .map(fault -> finding(fault.where(), fault.what(), fault.fix()));
        }
    }

    /** A policy or metadata of which a pair cannot be read. */
    static final class M016Pairs implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "M016",
                    Level.ERROR,
                    "policy or metadata that cannot be read",
                    "Nodes take no policy rather than half of one, and hold on to the last they read; "
                            + "a member's pair counts as not said.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return Stream.concat(
                    in.lists()
                            .flatMap(list -> list.policyTexts().found().stream())
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

        /** A bad key is a finding of the K rules. */
        private static List<Problem> metadata(RRset set, List<String> texts) {
            List<String> others =
                    texts.stream().filter(text -> !text.startsWith("next-key=")).toList();
            return MetadataText.read(set.question(), others).problems();
        }

        /** At the record that has the fault; at the first where it takes several to make it. */
        private Stream<Finding> findings(RRset set, Function<List<String>, List<Problem>> read) {
            var told = new HashSet<Problem>();
            var findings = Stream.<Finding>builder();
            for (ZoneRecord record : set.records()) {
                for (Problem problem :
                        read.apply(List.of(TxtStrings.of((TXTRecord) record.record())))) {
                    told.add(problem);
                    findings.add(finding(record, problem));
                }
            }
            read.apply(TxtStrings.of(set)).stream()
                    .filter(problem -> !told.contains(problem))
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
