package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Metadata;
import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/**
 * The records of a member, without the addresses of its endpoints.
 *
 * @param key TXT at {@code _wireguard.HOST}, decoded
 * @param v4 A at {@code _wireguard.HOST}
 * @param v6 AAAA at {@code _wireguard.HOST}
 * @param meta TXT at {@code _meta._wireguard.HOST}
 * @param pairs of {@code meta}, decoded
 * @param service SRV at {@code _wireguard._udp.HOST}
 */
public record MemberRecords(
        HostName host,
        DnsAnswer<List<KeyRecord>> key,
        DnsAnswer<RRset> v4,
        DnsAnswer<RRset> v6,
        DnsAnswer<RRset> meta,
        DnsAnswer<KeyValueResult<Metadata>> pairs,
        DnsAnswer<RRset> service) {

    /** Returns the questions for the records of a member. */
    static List<Question> questions(HostName host) {
        var wireguard = OwnerNames.wireguard(host);
        return List.of(
                new Question(wireguard, Type.TXT),
                new Question(wireguard, Type.A),
                new Question(wireguard, Type.AAAA),
                new Question(OwnerNames.meta(host), Type.TXT),
                new Question(OwnerNames.service(host), Type.SRV),
                new Question(OwnerNames.reflexive(host), Type.SRV));
    }

    static MemberRecords of(HostName host, QuestionLog questions) {
        var wireguard = OwnerNames.wireguard(host);
        var meta = new Question(OwnerNames.meta(host), Type.TXT);
        DnsAnswer<RRset> metaTexts = questions.answer(meta);
        return new MemberRecords(
                host,
                questions
                        .answer(new Question(wireguard, Type.TXT))
                        .map(set -> KeyRecord.keys(host, set)),
                questions.answer(new Question(wireguard, Type.A)),
                questions.answer(new Question(wireguard, Type.AAAA)),
                metaTexts,
                metaTexts.map(set -> MetadataText.read(meta, set)),
                questions.answer(new Question(OwnerNames.service(host), Type.SRV)));
    }

    /** Returns the records with its key, and with its key after a rotation. */
    public Stream<KeyRecord> keys() {
        return Stream.concat(
                key.found().stream().flatMap(List::stream),
                meta.found().stream().flatMap(set -> KeyRecord.nextKeys(host, set).stream()));
    }
}
