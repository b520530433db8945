package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.AnswerCache;
import dev.wgmesh.zone.MeshCodec;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads a mesh, or a single member, from a source: asks in rounds until nothing is open. */
public final class MeshReader {
    /** Rounds at the most: four levels of sub-lists, their members, and names those lead to. */
    static final int MAX_ROUNDS = 12;

    private MeshReader() {}

    /**
     * A mesh, and the answers it was made from.
     *
     * @param snapshot every question asked with its answer, no whole zones
     */
    public record Reading(Mesh mesh, Snapshot snapshot) {}

    /** The mesh as the source tells it now; what it cannot tell is a problem of the mesh. */
    public static Mesh read(DnsSource source, MeshName mesh) {
        return reading(source, mesh).mesh();
    }

    /** The mesh as the source tells it now, with its answers. */
    public static Reading reading(DnsSource source, MeshName mesh) {
        Snapshot known = known(source, answers -> MeshCodec.open(mesh, answers));
        return new Reading(MeshCodec.decode(mesh, known), known);
    }

    /** A host's own records, whether the list names it or not. */
    public static Member member(DnsSource source, HostName host, MeshName list) {
        AnswerCache known = known(source, answers -> MeshCodec.open(host, answers));
        return MeshCodec.member(host, list, known);
    }

    /** Every answer that was needed; what comes up after twelve rounds has failed. */
    public static Snapshot known(DnsSource source, Function<AnswerCache, Set<Question>> open) {
        var answers = new TreeMap<Question, DnsAnswer<RRset>>();
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Set<Question> next = open.apply(snapshot(answers));
            if (next.isEmpty()) {
                return snapshot(answers);
            }
            Map<Question, DnsAnswer<RRset>> given = source.ask(next);
            String none = "was not answered by " + source.description();
            for (Question question : next) {
                DnsAnswer<RRset> answer = given.get(question);
                answers.put(question, answer == null ? failed(question, none) : answer);
            }
        }
        for (Question question : open.apply(snapshot(answers))) {
            String late = "was not asked: it comes up after " + MAX_ROUNDS + " rounds of questions";
            answers.put(question, failed(question, late));
        }
        return snapshot(answers);
    }

    private static Snapshot snapshot(Map<Question, DnsAnswer<RRset>> answers) {
        return new Snapshot(List.of(), answers, Optional.empty());
    }

    private static DnsAnswer<RRset> failed(Question question, String what) {
        return new DnsAnswer.Failed<>(Problem.of(question.toString(), what));
    }
}
