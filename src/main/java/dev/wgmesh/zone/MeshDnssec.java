package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.DnssecResult;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.xbill.DNS.Type;

/**
 * The DNSSEC status of each list and member of a mesh: the worst of all answers about it. What no
 * validating source answered is left out.
 */
public record MeshDnssec(Map<MeshName, DnssecResult> lists, Map<HostName, DnssecResult> members) {
    /** No answer was validated. */
    public static final MeshDnssec NONE = new MeshDnssec(Map.of(), Map.of());

    /**
     * Returns the status of a mesh.
     *
     * @param answers that the mesh was decoded from
     * @param results of the validation of answers; empty for one that was not validated
     */
    public static MeshDnssec of(
            Mesh mesh, AnswerCache answers, Function<Question, Optional<DnssecResult>> results) {
        var lists = new TreeMap<MeshName, DnssecResult>();
        for (MemberList list : mesh.lists()) {
            var name = Question.name(list.name().text());
            worst(
                            Set.of(
                                    new Question(name, Type.TXT),
                                    new Question(name, Type.PTR),
                                    new Question(OwnerNames.policy(list.name()), Type.TXT)),
                            results)
                    .ifPresent(result -> lists.put(list.name(), result));
        }
        var members = new TreeMap<HostName, DnssecResult>();
        for (Member member : mesh.members()) {
            var questions = new RecordingCache(answers, new HashSet<>());
            MeshCodec.decodeMember(member.name(), member.list(), questions);
            worst(questions.asked, results).ifPresent(result -> members.put(member.name(), result));
        }
        return new MeshDnssec(lists, members);
    }

    private static Optional<DnssecResult> worst(
            Set<Question> questions, Function<Question, Optional<DnssecResult>> results) {
        return questions.stream()
                .sorted()
                .flatMap(question -> results.apply(question).stream())
                .reduce(DnssecResult::worse);
    }

    /** Returns whether no answer was validated. */
    public boolean isEmpty() {
        return lists.isEmpty() && members.isEmpty();
    }

    /** Answers, and the questions that were asked for them. */
    private record RecordingCache(AnswerCache answers, Set<Question> asked) implements AnswerCache {
        @Override
        public Optional<DnsAnswer<RRset>> answer(Question question) {
            asked.add(question);
            return answers.answer(question);
        }
    }
}
