package dev.wgmesh.zone;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import java.util.Set;

/**
 * A mesh out of RRsets. Reading goes in rounds: ask what is {@linkplain #unanswered open}, until
 * nothing is; then {@linkplain #decode decode}.
 */
public final class MeshCodec {
    private static final MeshName NO_LIST = new MeshName("_none.invalid");

    private MeshCodec() {}

    /** The questions whose answers are needed next, sorted; empty: everything is known. */
    public static Set<Question> unanswered(MeshName mesh, AnswerCache answers) {
        var decoder = new MeshDecoder(answers);
        decoder.decode(mesh);
        return decoder.unanswered();
    }

    /**
     * The mesh that the answers tell. Never throws on what they hold: every part that cannot be
     * read is a failed answer and a problem of the mesh; a question not asked counts as failed.
     */
    public static Mesh decode(MeshName mesh, AnswerCache answers) {
        return new MeshDecoder(answers).decode(mesh);
    }

    /** The questions that {@link #member} needs next, sorted; empty: everything is known. */
    public static Set<Question> unanswered(HostName host, AnswerCache answers) {
        var questions = new MeshDecoder.QuestionLog(answers);
        new MemberDecoder(questions, host, _ -> {}).decode(NO_LIST);
        return questions.unanswered();
    }

    /** A host's own records, whether a list names it or not. */
    public static Member member(HostName host, MeshName list, AnswerCache answers) {
        return new MemberDecoder(new MeshDecoder.QuestionLog(answers), host, _ -> {}).decode(list);
    }
}
