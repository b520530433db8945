package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Metadata;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The records of a member, without the addresses of its endpoints.
 *
 * @param dnsName the DNS name of the host
 * @param key TXT at {@code _wireguard.HOST}, decoded
 * @param v4 A at {@code _wireguard.HOST}
 * @param v6 AAAA at {@code _wireguard.HOST}
 * @param meta TXT at {@code _meta._wireguard.HOST}
 * @param pairs of {@code meta}, decoded
 * @param service SRV at {@code _wireguard._udp.HOST}
 * @param reflexive SRV at {@code _reflexive._wireguard.HOST}
 */
public record MemberRecords(
        HostName host,
        Name dnsName,
        DnsAnswer<List<KeyRecord>> key,
        DnsAnswer<RRset> v4,
        DnsAnswer<RRset> v6,
        DnsAnswer<RRset> meta,
        DnsAnswer<KeyValueResult<Metadata>> pairs,
        DnsAnswer<RRset> service,
        DnsAnswer<RRset> reflexive) {

    static MemberRecords of(HostName host, MemberQuestions member, QuestionLog questions) {
        QuestionLog.Answers own = questions.at(member.wireguard());
        DnsAnswer<RRset> metaTexts = questions.answer(member.meta());
        return new MemberRecords(
                host,
                member.host(),
                own.answer(Type.TXT).map(set -> KeyRecord.keys(host, set)),
                own.answer(Type.A),
                own.answer(Type.AAAA),
                metaTexts,
                metaTexts.map(set -> MetadataText.read(member.meta(), set)),
                questions.answer(member.service()),
                questions.answer(member.reflexive()));
    }

    /** Returns the records with its key, and with its key after a rotation. */
    public List<KeyRecord> keys() {
        List<KeyRecord> own = key.found().orElse(List.of());
        if (!(meta instanceof DnsAnswer.Found<RRset>(RRset set, _))) {
            return own;
        }
        var all = new ArrayList<>(own);
        all.addAll(KeyRecord.nextKeys(host, set));
        return all;
    }
}
