package dev.wgmesh.zone;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import java.util.Set;

/**
 * Decodes a mesh from RRsets. A caller looks up the {@linkplain #unanswered unanswered} questions
 * until none is left, then {@linkplain #decode decodes}. {@link MeshRounds} does the same in rounds
 * that decode each part once.
 */
public final class MeshCodec {
    private static final MeshName NO_LIST = new MeshName("_none.invalid");

    private MeshCodec() {}

    /** Returns the questions to look up next; empty: every answer is known. */
    public static Set<Question> unanswered(MeshName mesh, AnswerCache answers) {
        QuestionLog questions = QuestionLog.asking(answers);
        new MeshDecoder(questions).require(mesh);
        return questions.unanswered();
    }

    /**
     * Returns the mesh in the answers. Never throws on their content: every unreadable part is a
     * failed answer and a problem of the mesh. A question without an answer counts as failed.
     */
    public static Mesh decode(MeshName mesh, AnswerCache answers) {
        return new MeshDecoder(new QuestionLog(answers)).decode(mesh);
    }

    /**
     * Returns the lists of the mesh with their records, in the order in which {@link #decode} reads
     * them.
     */
    public static ListTree lists(MeshName mesh, AnswerCache answers) {
        return new MeshDecoder(new QuestionLog(answers)).tree(mesh);
    }

    /** Returns the records of a member. */
    public static MemberRecords records(HostName host, AnswerCache answers) {
        return MemberRecords.of(host, MemberQuestions.of(host), new QuestionLog(answers));
    }

    /**
     * Returns the questions to look up next for {@link #decodeMember}; empty: every answer is
     * known.
     */
    public static Set<Question> unanswered(HostName host, AnswerCache answers) {
        QuestionLog questions = QuestionLog.asking(answers);
        new MemberDecoder(questions, host, MemberQuestions.of(host), _ -> {}).decode(NO_LIST);
        return questions.unanswered();
    }

    /** Returns a host's own records, listed or not. */
    public static Member decodeMember(HostName host, MeshName list, AnswerCache answers) {
        return new MemberDecoder(new QuestionLog(answers), host, MemberQuestions.of(host), _ -> {})
                .decode(list);
    }
}
