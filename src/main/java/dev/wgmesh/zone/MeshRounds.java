package dev.wgmesh.zone;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import java.util.List;
import java.util.Set;

/**
 * Decodes a mesh while its answers arrive, in rounds: each list and each member once, when it has
 * all its answers. The mesh is the one that {@link MeshCodec#decode} returns for the same answers.
 * An answer must not change from one round to the next.
 */
public final class MeshRounds {
    private final MeshName mesh;
    private final boolean signatures;
    private final DecodedParts parts = new DecodedParts();

    private MeshRounds(MeshName mesh, boolean signatures) {
        this.mesh = mesh;
        this.signatures = signatures;
    }

    /** Returns the rounds of a mesh. */
    public static MeshRounds of(MeshName mesh) {
        return new MeshRounds(mesh, false);
    }

    /** Returns the rounds of a mesh and of the signatures of its members. */
    public static MeshRounds signed(MeshName mesh) {
        return new MeshRounds(mesh, true);
    }

    /** Returns the questions to look up next; empty: every answer is known. */
    public Set<Question> unanswered(AnswerCache answers) {
        QuestionLog questions = QuestionLog.asking(answers);
        List<HostName> members = new MeshDecoder(questions, parts).require(mesh);
        if (signatures) {
            members.forEach(host -> questions.require(SignatureRecords.question(host)));
        }
        return questions.unanswered();
    }

    /** Returns the mesh in the answers; a question without an answer counts as failed. */
    public Mesh decode(AnswerCache answers) {
        return new MeshDecoder(new QuestionLog(answers), parts).decode(mesh);
    }
}
