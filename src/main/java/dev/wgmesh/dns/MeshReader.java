package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.AnswerCache;
import dev.wgmesh.zone.MeshCodec;
import dev.wgmesh.zone.MeshRounds;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.SignatureRecords;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/** Reads a mesh, or a single member, from a source, in rounds until no question is open. */
public final class MeshReader {
    /** The most rounds: four levels of sub-lists, their members, and the names these refer to. */
    static final int MAX_ROUNDS = 12;

    /** The most questions of one reading: 10,000 members need about 80,000. */
    static final int MAX_QUESTIONS = 100_000;

    private MeshReader() {}

    /**
     * A mesh and the answers it was decoded from.
     *
     * @param answers those of the mesh's questions, and of whole zones
     */
    public record Reading(Mesh mesh, CollectedAnswers answers) {}

    /** Reads a mesh; unreadable parts become problems of the mesh. */
    public static Mesh read(DnsSource source, MeshName mesh) {
        return readWithAnswers(source, mesh).mesh();
    }

    /** Reads a mesh, and returns its answers too. */
    public static Reading readWithAnswers(DnsSource source, MeshName mesh) {
        var rounds = MeshRounds.of(mesh);
        var known = collectAnswers(source, source.atHand(), rounds::unanswered);
        return new Reading(rounds.decode(known), known);
    }

    /**
     * A mesh and the signatures of its members.
     *
     * @param signatures the texts at {@code _sig._wireguard.HOST}, untrusted
     * @param answers those of the mesh's questions, and of whole zones
     */
    public record SignedReading(
            Mesh mesh,
            SortedMap<HostName, DnsAnswer<List<String>>> signatures,
            CollectedAnswers answers) {}

    /** Reads a mesh with the signatures of its members, one more question for each. */
    public static SignedReading readSigned(DnsSource source, MeshName mesh) {
        var rounds = MeshRounds.signed(mesh);
        var known = collectAnswers(source, source.atHand(), rounds::unanswered);
        Mesh read = rounds.decode(known);
        return new SignedReading(read, SignatureRecords.of(read, known), known);
    }

    /** Reads a host's own records, whether or not the list contains the host. */
    public static Member member(DnsSource source, HostName host, MeshName list) {
        var known =
                collectAnswers(
                        source, source.atHand(), answers -> MeshCodec.unanswered(host, answers));
        return MeshCodec.decodeMember(host, list, known);
    }

    /**
     * Asks until {@code open} returns no question. Questions that are still open after twelve
     * rounds or 100,000 questions fail. Every answer is among those asked for.
     */
    public static CollectedAnswers collectAnswers(
            DnsSource source, Function<AnswerCache, Set<Question>> open) {
        return collectAnswers(source, AnswerCache.none(), open);
    }

    private static CollectedAnswers collectAnswers(
            DnsSource source, AnswerCache atHand, Function<AnswerCache, Set<Question>> open) {
        var answers = new CollectedAnswers(atHand);
        String exceeded = "more than " + MAX_ROUNDS + " rounds of queries";
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Set<Question> next = open.apply(answers);
            if (next.isEmpty()) {
                return answers;
            }
            if (answers.asked().size() + next.size() > MAX_QUESTIONS) {
                exceeded = "more than " + MAX_QUESTIONS + " queries";
                break;
            }
            Map<Question, DnsAnswer<RRset>> given = source.query(next);
            String none = "not answered by " + source.description();
            for (Question question : next) {
                DnsAnswer<RRset> answer = given.get(question);
                answers.add(question, answer == null ? failed(question, none) : answer);
            }
        }
        for (Question question : open.apply(answers)) {
            String late = "not queried: the mesh needs " + exceeded;
            answers.add(question, failed(question, late));
        }
        return answers;
    }

    private static DnsAnswer<RRset> failed(Question question, String what) {
        return new DnsAnswer.Failed<>(Problem.of(question.toString(), what));
    }
}
