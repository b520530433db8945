package dev.wgmesh.zone;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import java.util.Set;

/**
 * Decodes a mesh from RRsets. A caller looks up the {@linkplain #unanswered unanswered} questions
 * until none is left, then {@linkplain #decode decodes}.
 */
public final class MeshCodec {
    private static final MeshName NO_LIST = new MeshName("_none.invalid");

    private MeshCodec() {}

    /** Returns the questions to look up next, sorted; empty: every answer is known. */
    public static Set<Question> unanswered(MeshName mesh, AnswerCache answers) {
        var decoder = new MeshDecoder(answers);
        decoder.decode(mesh);
        return decoder.unanswered();
    }

    /**
     * Returns the mesh in the answers. Never throws on their content: every unreadable part is a
     * failed answer and a problem of the mesh. A question without an answer counts as failed.
     */
    public static Mesh decode(MeshName mesh, AnswerCache answers) {
        return new MeshDecoder(answers).decode(mesh);
    }

    /**
     * Returns the questions to look up next for {@link #decodeMember}, sorted; empty: every answer
     * is known.
     */
    public static Set<Question> unanswered(HostName host, AnswerCache answers) {
        var questions = new MeshDecoder.QuestionLog(answers);
        new MemberDecoder(questions, host, _ -> {}).decode(NO_LIST);
        return questions.unanswered();
    }

    /** Returns a host's own records, listed or not. */
    public static Member decodeMember(HostName host, MeshName list, AnswerCache answers) {
        return new MemberDecoder(new MeshDecoder.QuestionLog(answers), host, _ -> {}).decode(list);
    }
}
