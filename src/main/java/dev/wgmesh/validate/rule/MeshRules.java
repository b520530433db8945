package dev.wgmesh.validate.rule;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.validate.ValidationScope;
import dev.wgmesh.zone.ListRecords;
import dev.wgmesh.zone.ListTree;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneRecord;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Rules about the lists and sub-lists of a mesh. */
final class MeshRules {
    private MeshRules() {}

    static List<Rule> all() {
        return List.of(new M008OtherZone(), new M009NoMesh(), new M014SubList());
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
                                    FindingLocation.of(member.entry()),
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
                                            FindingLocation.of(list),
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
                                            FindingLocation.of(list),
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
                    .flatMap(tree ->
                            Stream.concat(
                                    tree.faults().stream().map(fault -> finding(tree, fault)),
                                    tree.lists().stream()
                                            .filter(ListRecords::isMissing)
                                            .flatMap(list -> list.pointer().stream())
                                            .map(this::missing)));
        }

        private Finding finding(MeshTree tree, ListTree.Fault fault) {
            FindingLocation where = FindingLocation.of(fault.pointer());
            String target = target(fault.pointer());
            String domain = fault.list().domain();
            return switch (fault.reason()) {
                case NAME ->
                        finding(
                                where,
                                target + " cannot be a sub-list of " + fault.list(),
                                "use a mesh name in or below "
                                        + domain
                                        + ", such as _p2p.eu."
                                        + domain
                                        + ".");
                case CYCLE ->
                        finding(
                                where,
                                target + " is its own sub-list: the PTR records form a cycle",
                                "remove this PTR record");
                case DEPTH ->
                        finding(
                                where,
                                target
                                        + " is more than "
                                        + RecordFormat.MAX_LIST_DEPTH
                                        + " lists below "
                                        + tree.name(),
                                "point to it from higher up: "
                                        + tree.name()
                                        + ". IN PTR "
                                        + target
                                        + ".");
                case TWO_PARENTS ->
                        finding(
                                where,
                                target + " is a sub-list of two lists",
                                "remove one of the PTR records");
                case COUNT ->
                        finding(
                                where,
                                target
                                        + " is one of more than "
                                        + RecordFormat.MAX_LISTS
                                        + " lists of "
                                        + tree.name(),
                                "move its members to fewer lists, or split the mesh");
            };
        }

        private Finding missing(ZoneRecord pointer) {
            return finding(
                    FindingLocation.of(pointer),
                    target(pointer) + " has neither a list nor a policy",
                    "create the sub-list: wg-mesh init "
                            + target(pointer)
                            + " --pool CIDR; or remove this PTR record");
        }

        private static String target(ZoneRecord pointer) {
            return pointer.target().toString(true);
        }
    }
}
