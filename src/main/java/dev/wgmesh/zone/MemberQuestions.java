package dev.wgmesh.zone;

import dev.wgmesh.model.HostName;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The questions for a member's records, without those for the addresses of its endpoints.
 *
 * @param host its DNS name
 * @param wireguard {@code _wireguard.HOST}
 * @param meta TXT at {@code _meta._wireguard.HOST}
 * @param service SRV at {@code _wireguard._udp.HOST}
 * @param reflexive SRV at {@code _reflexive._wireguard.HOST}
 */
record MemberQuestions(
        Name host, Name wireguard, Question meta, Question service, Question reflexive) {

    static MemberQuestions of(HostName name) {
        Name host = Question.name(name);
        return new MemberQuestions(
                host,
                OwnerNames.wireguard(host),
                new Question(OwnerNames.meta(host), Type.TXT),
                new Question(OwnerNames.service(host), Type.SRV),
                new Question(OwnerNames.reflexive(host), Type.SRV));
    }

    /** Returns the question for the key, TXT at {@code _wireguard.HOST}. */
    Question key() {
        return new Question(wireguard, Type.TXT);
    }

    /** Returns the question for the IPv4 mesh addresses, A at {@code _wireguard.HOST}. */
    Question v4() {
        return new Question(wireguard, Type.A);
    }

    List<Question> all() {
        return List.of(key(), v4(), new Question(wireguard, Type.AAAA), meta, service, reflexive);
    }
}
