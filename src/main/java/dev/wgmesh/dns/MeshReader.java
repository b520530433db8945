package dev.wgmesh.dns;

import dev.wgmesh.model.Answer;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.MeshCodec;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads a whole mesh from a source, in as many rounds of questions as its lists go deep. */
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

    /** The mesh as the source tells it; what could not be read is among its problems. */
    public static Reading read(MeshName mesh, DnsSource source) {
        var answers = new TreeMap<Question, Answer<RRset>>();
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Set<Question> open = MeshCodec.open(mesh, snapshot(answers));
            if (open.isEmpty()) {
                return reading(mesh, answers);
            }
            Map<Question, Answer<RRset>> given = source.ask(open);
            for (Question question : open) {
                answers.put(question, given.getOrDefault(question, none(question, source)));
            }
        }
        for (Question question : MeshCodec.open(mesh, snapshot(answers))) {
            String what = "was not asked: it comes up after " + MAX_ROUNDS + " rounds of questions";
            answers.put(question, failed(question, what));
        }
        return reading(mesh, answers);
    }

    private static Reading reading(MeshName mesh, Map<Question, Answer<RRset>> answers) {
        Snapshot snapshot = snapshot(answers);
        return new Reading(MeshCodec.decode(mesh, snapshot), snapshot);
    }

    private static Snapshot snapshot(Map<Question, Answer<RRset>> answers) {
        return new Snapshot(List.of(), answers, Optional.empty());
    }

    private static Answer<RRset> none(Question question, DnsSource source) {
        return failed(question, source.description() + " gave no answer");
    }

    private static Answer<RRset> failed(Question question, String what) {
        return new Answer.Failed<>(Problem.of(question.toString(), what));
    }
}
