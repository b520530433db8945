package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Decodes a mesh: walks its lists, depth first, then reads the members that they name. */
final class MeshDecoder {
    /** Maximum number of members of a mesh. */
    static final int MAX_MEMBERS = 10_000;

    private final QuestionLog questions;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<MeshName, MemberList> lists = new TreeMap<>();
    private final Map<HostName, MeshName> listOf = new TreeMap<>();

    MeshDecoder(AnswerCache answers) {
        this.questions = new QuestionLog(answers);
    }

    Set<Question> unanswered() {
        return questions.unanswered();
    }

    Mesh decode(MeshName mesh) {
        walk(mesh, Optional.empty(), List.of());
        var members = new ArrayList<Member>();
        for (var entry : listOf.entrySet()) {
            if (members.size() == MAX_MEMBERS) {
                problems.add(
                        new Problem(
                                mesh.text(),
                                "lists " + listOf.size() + " members, only 10,000 are used",
                                "split the mesh into several"));
                break;
            }
            members.add(
                    new MemberDecoder(questions, entry.getKey(), problems::add)
                            .decode(entry.getValue()));
        }
        var ordered = new ArrayList<MemberList>();
        ordered.add(lists.remove(mesh));
        ordered.addAll(lists.values());
        return new Mesh(mesh, ordered, members, problems, questions.leastTtl());
    }

    private void walk(MeshName name, Optional<MeshName> parent, List<MeshName> above) {
        DnsAnswer<Policy> policy =
                PolicyText.read(
                        PolicyText.question(name), questions.answer(PolicyText.question(name)));
        if (policy instanceof DnsAnswer.Failed<Policy>(Problem problem)) {
            problems.add(problem);
        }
        DnsAnswer<RRset> texts = questions.answer(Question.of(name.text(), Type.TXT));
        DnsAnswer<RRset> pointers = questions.answer(Question.of(name.text(), Type.PTR));
        DnsAnswer<List<HostName>> hosts = texts.map(set -> hosts(name, TxtStrings.of(set)));
        switch (pointers) {
            case DnsAnswer.Failed<RRset>(Problem problem) -> {
                problems.add(problem);
                hosts = new DnsAnswer.Failed<>(problem);
            }
            case DnsAnswer.Absent<RRset> _, DnsAnswer.Found<RRset> _ -> {
                if (hosts instanceof DnsAnswer.Failed<List<HostName>>(Problem problem)) {
                    problems.add(problem);
                }
            }
        }
        lists.put(name, new MemberList(name, parent, policy, hosts));
        hosts.found().ifPresent(found -> found.forEach(host -> listOf.putIfAbsent(host, name)));
        var below = new ArrayList<>(above);
        below.add(name);
        pointers.found()
                .ifPresent(set -> subLists(name, set).forEach(sub -> descend(name, sub, below)));
    }

    private void descend(MeshName parent, MeshName sub, List<MeshName> above) {
        String where = parent + " PTR";
        if (above.contains(sub)) {
            problems.add(
                    new Problem(
                            where,
                            sub + " is its own sub-list: the PTR records form a cycle",
                            "remove this PTR record"));
        } else if (above.size() > RecordFormat.MAX_LIST_DEPTH) {
            problems.add(
                    new Problem(
                            where,
                            sub
                                    + " is more than "
                                    + RecordFormat.MAX_LIST_DEPTH
                                    + " levels below the mesh",
                            "move the sub-list at most "
                                    + RecordFormat.MAX_LIST_DEPTH
                                    + " levels below the mesh"));
        } else if (lists.containsKey(sub)) {
            problems.add(
                    new Problem(
                            where,
                            sub + " is a sub-list of two lists",
                            "keep only one PTR record to " + sub));
        } else {
            walk(sub, Optional.of(parent), above);
        }
    }

    private List<HostName> hosts(MeshName list, List<String> entries) {
        var hosts = new ArrayList<HostName>();
        for (String entry : entries.stream().sorted().toList()) {
            Optional<HostName> host = HostName.parse(entry).filter(h -> h.text().indexOf('.') >= 0);
            if (host.filter(OwnerNames::fits).isPresent()) {
                hosts.add(host.get());
            } else {
                problems.add(
                        new Problem(
                                list + " TXT",
                                "\"" + entry + "\" is not a full host name",
                                "list a full name, such as node-a." + list.domain()));
            }
        }
        return hosts.stream().distinct().sorted().toList();
    }

    private List<MeshName> subLists(MeshName list, RRset pointers) {
        var names = new ArrayList<MeshName>();
        for (Record record : pointers.dnsRecords()) {
            String target = ((PTRRecord) record).getTarget().toString(true);
            Optional<MeshName> name = MeshName.parse(target).filter(n -> within(n, list));
            name.ifPresentOrElse(
                    names::add,
                    () ->
                            problems.add(
                                    new Problem(
                                            list + " PTR",
                                            target + " cannot be a sub-list of " + list,
                                            "use a mesh name in or below " + list.domain())));
        }
        return names.stream().distinct().sorted().toList();
    }

    private static boolean within(MeshName sub, MeshName list) {
        return sub.domain().equals(list.domain()) || sub.domain().endsWith("." + list.domain());
    }

    /** The unanswered questions of one decoding, and the lowest TTL of its answers. */
    static final class QuestionLog {
        private final AnswerCache answers;
        private final Set<Question> unanswered = new TreeSet<>();
        private Optional<Duration> leastTtl = Optional.empty();

        QuestionLog(AnswerCache answers) {
            this.answers = answers;
        }

        DnsAnswer<RRset> answer(Question question) {
            Optional<DnsAnswer<RRset>> answer = answers.answer(question);
            if (answer.isEmpty()) {
                unanswered.add(question);
                return new DnsAnswer.Failed<>(Problem.of(question.toString(), "was not looked up"));
            }
            answer.get()
                    .optionalTtl()
                    .filter(ttl -> leastTtl.isEmpty() || ttl.compareTo(leastTtl.get()) < 0)
                    .ifPresent(ttl -> leastTtl = Optional.of(ttl));
            return answer.get();
        }

        Set<Question> unanswered() {
            return unanswered;
        }

        Duration leastTtl() {
            return leastTtl.orElse(Duration.ZERO);
        }
    }
}
