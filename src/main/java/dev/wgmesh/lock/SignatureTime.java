package dev.wgmesh.lock;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * The time of a signature: RFC 3339 in UTC and whole seconds without separators, {@code
 * 20270101T000000Z} (the basic format of ISO 8601).
 */
public final class SignatureTime {
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    /** Characters of a time. */
    private static final int LENGTH = "20270101T000000Z".length();

    private SignatureTime() {}

    /** Returns the text of a time, cut to whole seconds. */
    public static String text(Instant time) {
        return BASIC.format(time.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    }

    /** Returns the time; empty for any other text. */
    public static Optional<Instant> parse(String text) {
        if (text.length() != LENGTH || !Character.isDigit(text.charAt(0))) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(text, BASIC).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
