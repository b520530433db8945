package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Metadata;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Optional;

/**
 * The key that a member will have, and since when that is published: {@code next-key=KEY} and
 * {@code next-key-since=TIME} (RFC 3339, UTC) at {@code _meta._wireguard.HOST}, so that whoever
 * commits the rotation, wherever, knows when every cache has it.
 *
 * @param since empty: not said
 */
record NextKey(PublicKey key, Optional<Instant> since) {
    private static final String SINCE = "next-key-since=";

    /** Returns the one published; empty where there is none. */
    static Optional<NextKey> of(Metadata metadata) {
        Optional<Instant> since =
                metadata.other().stream()
                        .filter(text -> text.startsWith(SINCE))
                        .flatMap(text -> parse(text.substring(SINCE.length())).stream())
                        .findFirst();
        return metadata.nextKey().map(key -> new NextKey(key, since));
    }

    private static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** Returns the metadata with this one published. */
    Metadata addTo(Metadata metadata) {
        var other = new ArrayList<>(removeFrom(metadata).other());
        since.ifPresent(time -> other.add(SINCE + time.truncatedTo(ChronoUnit.SECONDS)));
        return metadata.withNextKey(Optional.of(key)).withOther(other);
    }

    /** Returns the metadata with none published. */
    static Metadata removeFrom(Metadata metadata) {
        return metadata.withNextKey(Optional.empty())
                .withOther(
                        metadata.other().stream().filter(text -> !text.startsWith(SINCE)).toList());
    }
}
