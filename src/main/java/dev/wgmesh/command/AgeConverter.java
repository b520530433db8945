package dev.wgmesh.command;

import dev.wgmesh.cli.SecretRedaction;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Ages as options: a whole number of seconds, or with a unit {@code s, m, h, d, w}. */
final class AgeConverter implements ITypeConverter<Duration> {
    private static final Pattern AGE = Pattern.compile("(\\d{1,9})([smhdw]?)");

    @Override
    public Duration convert(String text) {
        return parse(text)
                .orElseThrow(() ->
                        new TypeConversionException(
                                "expected an age such as 14d, 36h or 0, got "
                                        + SecretRedaction.quote(text)));
    }

    private static Optional<Duration> parse(String text) {
        Matcher matcher = AGE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    case "d" -> Duration.ofDays(number);
                    case "w" -> Duration.ofDays(7 * number);
                    default -> Duration.ofSeconds(number);
                });
    }
}
