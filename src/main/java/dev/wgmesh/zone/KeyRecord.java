package dev.wgmesh.zone;

import dev.wgmesh.keys.KeyParseResult;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.RecordFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
    public static List<KeyRecord> of(RRset set) {
        Name owner = set.question().owner();
        if (set.question().type() != Type.TXT) {
            return List.of();
        }
        if (isLabel(owner, 0, RecordFormat.WIREGUARD)) {
            return host(owner, 1).map(host -> keys(host, set)).orElse(List.of());
        }
        return isLabel(owner, 0, RecordFormat.META) && isLabel(owner, 1, RecordFormat.WIREGUARD)
                ? host(owner, 2).map(host -> nextKeys(host, set)).orElse(List.of())
                : List.of();
    }

    /** Returns the keys of {@code _wireguard.HOST TXT}. */
    static List<KeyRecord> keys(HostName host, RRset set) {
        var keys = new ArrayList<KeyRecord>(set.records().size());
        for (ZoneRecord record : set.records()) {
            keys.add(of(host, record, record.text()));
        }
        return Collections.unmodifiableList(keys);
    }

    /** Returns the keys of {@code next-key=} in {@code _meta._wireguard.HOST TXT}. */
    static List<KeyRecord> nextKeys(HostName host, RRset set) {
        return set.records().stream()
                .filter(record -> record.text().startsWith(NEXT))
                .map(record -> of(host, record, record.text().substring(NEXT.length())))
                .toList();
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
        return key.valid();
    }
}
