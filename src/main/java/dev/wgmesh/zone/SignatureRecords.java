package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xbill.DNS.Type;

/** The signatures of members: TXT at {@code _sig._wireguard.HOST}. */
public final class SignatureRecords {
    private SignatureRecords() {}

    /** Returns the question for the signatures of a host. */
    public static Question question(HostName host) {
        return new Question(OwnerNames.signature(host), Type.TXT);
    }

    /** Returns the question for the signatures of a member. */
    public static Question question(MemberRecords member) {
        return new Question(OwnerNames.signature(member.dnsName()), Type.TXT);
    }

    /** Returns the texts of every member of the mesh; untrusted: any octet may be in them. */
    public static SortedMap<HostName, DnsAnswer<List<String>>> of(Mesh mesh, AnswerCache answers) {
        var questions = new QuestionLog(answers);
        var texts = new TreeMap<HostName, DnsAnswer<List<String>>>();
        for (Member member : mesh.members()) {
            texts.put(member.name(), questions.answer(question(member.name())).map(TxtStrings::of));
        }
        return texts;
    }
}
