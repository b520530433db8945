package dev.wgmesh.zone;

import dev.wgmesh.limits.SharedWork;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decodes a mesh: walks its lists, depth first, then reads the members that they name. */
final class MeshDecoder {
    private final QuestionLog questions;
    private final DecodedParts parts;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<MeshName, ListRecords> lists = new LinkedHashMap<>();
    private final List<ListTree.Fault> faults = new ArrayList<>();

    MeshDecoder(QuestionLog questions) {
        this(questions, new DecodedParts());
    }

    /** Creates a decoder that decodes only what is not among the parts yet. */
    MeshDecoder(QuestionLog questions, DecodedParts parts) {
        this.questions = questions;
        this.parts = parts;
    }

    ListTree tree(MeshName mesh) {
        walk(mesh, Optional.empty(), List.of());
        return new ListTree(List.copyOf(lists.values()), faults);
    }

    Mesh decode(MeshName mesh) {
        List<MemberList> values = values(tree(mesh));
        SortedMap<HostName, MeshName> listOf = listOf(values);
        values.subList(1, values.size()).sort((a, b) -> a.name().compareTo(b.name()));
        return new Mesh(mesh, values, members(mesh, listOf), problems, questions.leastTtl());
    }

    /**
     * Notes which questions of the mesh are unanswered, and returns the members known so far,
     * sorted.
     */
    List<HostName> require(MeshName mesh) {
        SortedMap<HostName, MeshName> listOf = parts.listOf().orElseGet(() -> readListOf(mesh));
        List<MemberPart> members = members(listOf);
        SharedWork.of(members).map(this::required).toList().forEach(questions::add);
        return members.stream().map(MemberPart::host).toList();
    }

    private QuestionLog required(MemberPart member) {
        QuestionLog log = questions.part();
        member.require(log);
        return log;
    }

    /** Returns the members that are used, sorted. */
    private List<MemberPart> members(SortedMap<HostName, MeshName> listOf) {
        var members = new ArrayList<MemberPart>(Math.min(listOf.size(), RecordFormat.MAX_MEMBERS));
        for (var entry : listOf.entrySet()) {
            if (members.size() == RecordFormat.MAX_MEMBERS) {
                break;
            }
            members.add(parts.member(entry.getKey(), entry.getValue()));
        }
        return members;
    }

    private SortedMap<HostName, MeshName> readListOf(MeshName mesh) {
        SortedMap<HostName, MeshName> listOf = listOf(values(tree(mesh)));
        if (questions.unanswered().isEmpty()) {
            parts.setListOf(listOf);
        }
        return listOf;
    }

    /** Returns the first list of each member, in the order of the names. */
    private static SortedMap<HostName, MeshName> listOf(List<MemberList> lists) {
        var listOf = new TreeMap<HostName, MeshName>();
        for (MemberList list : lists) {
            for (HostName host : list.hosts().found().orElse(List.of())) {
                listOf.putIfAbsent(host, list.name());
            }
        }
        return listOf;
    }

    private List<MemberList> values(ListTree tree) {
        var values = new ArrayList<MemberList>();
        var unread = new HashMap<MeshName, ListTree.Fault>();
        tree.faults().stream()
                .filter(fault -> fault.reason() == ListTree.Reason.COUNT)
                .forEach(fault -> unread.putIfAbsent(fault.list(), fault));
        for (ListRecords list : tree.lists()) {
            MemberList value =
                    Optional.ofNullable(unread.get(list.name()))
                            .map(fault -> problem(list, fault.pointer(), fault.reason()))
                            .map(problem -> failed(list.value(), problem))
                            .orElseGet(list::value);
            values.add(value);
        }
        return values;
    }

    /** Returns the list as failed: a sub-list of it was not read. */
    private static MemberList failed(MemberList list, Problem unread) {
        return new MemberList(
                list.name(), list.parent(), list.policy(), new DnsAnswer.Failed<>(unread));
    }

    private List<Member> members(MeshName mesh, SortedMap<HostName, MeshName> listOf) {
        List<Member> members =
                SharedWork.of(members(listOf)).map(this::decoded).toList().stream()
                        .map(this::taken)
                        .toList();
        if (members.size() < listOf.size()) {
            problems.add(
                    new Problem(
                            mesh.text(),
                            "lists " + listOf.size() + " members, only 10,000 are used",
                            "split the mesh into several"));
        }
        return members;
    }

    /** A member with the log of its questions. */
    private record LoggedMember(MemberPart.Decoded decoded, QuestionLog log) {}

    private LoggedMember decoded(MemberPart member) {
        QuestionLog log = questions.part();
        return new LoggedMember(member.decode(log), log);
    }

    /** Returns the member, after what its log and its problems add to those of the mesh. */
    private Member taken(LoggedMember member) {
        questions.add(member.log());
        problems.addAll(member.decoded().problems());
        return member.decoded().member();
    }

    private void walk(MeshName name, Optional<ListRecords> parent, List<MeshName> above) {
        ListRecords list = parts.list(name, parent, questions);
        lists.put(name, list);
        list.problems().forEach(problems::add);
        var path = new ArrayList<>(above);
        path.add(name);
        var seen = new HashSet<MeshName>();
        for (ZoneRecord pointer : list.pointers()) {
            Optional<MeshName> sub = list.subList(pointer);
            boolean repeated = sub.isPresent() && !seen.add(sub.get());
            Optional<ListTree.Reason> fault = fault(sub, path);
            if (fault.isPresent()) {
                faults.add(new ListTree.Fault(name, pointer, fault.get()));
                if (!repeated) {
                    problems.add(problem(list, pointer, fault.get()));
                }
            } else {
                walk(sub.orElseThrow(), Optional.of(list), path);
            }
        }
    }

    private Optional<ListTree.Reason> fault(Optional<MeshName> sub, List<MeshName> path) {
        if (sub.isEmpty()) {
            return Optional.of(ListTree.Reason.NAME);
        } else if (path.contains(sub.get())) {
            return Optional.of(ListTree.Reason.CYCLE);
        } else if (path.size() > RecordFormat.MAX_LIST_DEPTH) {
            return Optional.of(ListTree.Reason.DEPTH);
        } else if (lists.containsKey(sub.get())) {
            return Optional.of(ListTree.Reason.TWO_PARENTS);
        } else if (lists.size() == RecordFormat.MAX_LISTS) {
            return Optional.of(ListTree.Reason.COUNT);
        }
        return Optional.empty();
    }

    private static Problem problem(ListRecords list, ZoneRecord pointer, ListTree.Reason reason) {
        String where = list.name() + " PTR";
        String target = pointer.target().toString(true);
        String sub = list.subList(pointer).map(MeshName::text).orElse(target);
        return switch (reason) {
            case NAME ->
                    new Problem(
                            where,
                            target + " cannot be a sub-list of " + list.name(),
                            "use a mesh name in or below " + list.name().domain());
            case CYCLE ->
                    new Problem(
                            where,
                            sub + " is its own sub-list: the PTR records form a cycle",
                            "remove this PTR record");
            case DEPTH ->
                    new Problem(
                            where,
                            sub
                                    + " is more than "
                                    + RecordFormat.MAX_LIST_DEPTH
                                    + " levels below the mesh",
                            "move the sub-list at most "
                                    + RecordFormat.MAX_LIST_DEPTH
                                    + " levels below the mesh");
            case TWO_PARENTS ->
                    new Problem(
                            where,
                            sub + " is a sub-list of two lists",
                            "keep only one PTR record to " + sub);
            case COUNT ->
                    new Problem(
                            where,
                            sub
                                    + " is one of more than "
                                    + RecordFormat.MAX_LISTS
                                    + " lists of the mesh",
                            "move its members to fewer lists, or split the mesh");
        };
    }
}
