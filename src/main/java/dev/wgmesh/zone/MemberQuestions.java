package dev.wgmesh.zone;

import dev.wgmesh.model.HostName;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The questions for a member's records, without those for the addresses of its endpoints.
 *
 * @param host its DNS name
 * @param key TXT at {@code _wireguard.HOST}
 * @param v4 A at {@code _wireguard.HOST}
 * @param v6 AAAA at {@code _wireguard.HOST}
 * @param meta TXT at {@code _meta._wireguard.HOST}
 * @param service SRV at {@code _wireguard._udp.HOST}
 * @param reflexive SRV at {@code _reflexive._wireguard.HOST}
 */
record MemberQuestions(
        Name host,
        Question key,
        Question v4,
        Question v6,
        Question meta,
        Question service,
        Question reflexive) {

    static MemberQuestions of(HostName host) {
        Name wireguard = OwnerNames.wireguard(host);
        return new MemberQuestions(
                Question.name(host),
                new Question(wireguard, Type.TXT),
                new Question(wireguard, Type.A),
                new Question(wireguard, Type.AAAA),
                new Question(OwnerNames.meta(host), Type.TXT),
                new Question(OwnerNames.service(host), Type.SRV),
                new Question(OwnerNames.reflexive(host), Type.SRV));
    }

    List<Question> all() {
        return List.of(key, v4, v6, meta, service, reflexive);
    }
}
