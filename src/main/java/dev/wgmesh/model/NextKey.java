package dev.wgmesh.model;

import dev.wgmesh.keys.PublicKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The key that a member will have: {@code next-key=KEY} and {@code next-key-from=TIME} (RFC 3339,
 * UTC) at {@code _meta._wireguard.HOST}. The node switches to it at that time, when every cache has
 * it.
 *
 * @param from empty: the node switches when its key record holds this key
 */
public record NextKey(PublicKey key, Optional<Instant> from) {
    private static final String FROM = "next-key-from=";

    /** Returns the one published; empty where there is none. */
    public static Optional<NextKey> of(Metadata metadata) {
        return metadata.nextKey()
                .map(key ->
                        new NextKey(
                                key,
                                metadata.other().stream()
                                        .filter(text -> text.startsWith(FROM))
                                        .flatMap(text -> parse(text.substring(FROM.length())))
                                        .findFirst()));
    }

    private static Stream<Instant> parse(String text) {
        try {
            return Stream.of(Instant.parse(text));
        } catch (DateTimeParseException _) {
            return Stream.empty();
        }
    }

    /** Returns whether the node may have switched at that time. */
    public boolean isDue(Instant now) {
        return from.filter(at -> !now.isBefore(at)).isPresent();
    }

    /** Returns the metadata with this one published. */
    public Metadata addTo(Metadata metadata) {
        var other = new ArrayList<>(removeFrom(metadata).other());
        from.ifPresent(time -> other.add(FROM + time.truncatedTo(ChronoUnit.SECONDS)));
        return metadata.withNextKey(Optional.of(key)).withOther(other);
    }

    /** Returns the metadata with none published. */
    public static Metadata removeFrom(Metadata metadata) {
        return metadata.withNextKey(Optional.empty())
                .withOther(
                        metadata.other().stream().filter(text -> !text.startsWith(FROM)).toList());
    }
}
