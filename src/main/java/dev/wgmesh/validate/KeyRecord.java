package dev.wgmesh.validate;

import dev.wgmesh.keys.KeyParseResult;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneRecord;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * A record where a key is expected: TXT at {@code _wireguard.HOST}, or {@code next-key=} at {@code
 * _meta._wireguard.HOST}.
 *
 * @param text in place of the key; untrusted
 */
public record KeyRecord(
        HostName host, ZoneRecord record, String text, KeyParseResult<PublicKey> key) {
    private static final String NEXT = "next-key=";

    /** Returns the keys in an RRset; none for an RRset of another type or owner. */
    public static Stream<KeyRecord> of(RRset set) {
        if (set.question().type() != Type.TXT) {
            return Stream.empty();
        }
        Name owner = set.question().owner();
        if (isLabel(owner, 0, RecordFormat.WIREGUARD)) {
            return host(owner, 1).stream()
                    .flatMap(host ->
                            set.records().stream().map(r -> of(host, r, RecordTexts.of(r))));
        }
        if (isLabel(owner, 0, RecordFormat.META) && isLabel(owner, 1, RecordFormat.WIREGUARD)) {
            return host(owner, 2).stream()
                    .flatMap(host ->
                            set.records().stream()
                                    .filter(r -> RecordTexts.of(r).startsWith(NEXT))
                                    .map(r -> of(host, r, next(r))));
        }
        return Stream.empty();
    }

    private static String next(ZoneRecord record) {
        return RecordTexts.of(record).substring(NEXT.length());
    }

    private static KeyRecord of(HostName host, ZoneRecord record, String text) {
        return new KeyRecord(host, record, text, PublicKey.parse(text));
    }

    private static boolean isLabel(Name owner, int index, String label) {
        return owner.labels() > index && owner.getLabelString(index).equalsIgnoreCase(label);
    }

    private static Optional<HostName> host(Name owner, int labels) {
        return HostName.parse(new Name(owner, labels).toString(true));
    }

    /** Returns the key; empty where the text is not a key. */
    public Optional<PublicKey> validKey() {
        return key instanceof KeyParseResult.Valid<PublicKey>(PublicKey good)
                ? Optional.of(good)
                : Optional.empty();
    }

    /** Returns the location of the record, with the member. */
    public FindingLocation location() {
        return FindingLocation.of(record).withMember(host);
    }
}
