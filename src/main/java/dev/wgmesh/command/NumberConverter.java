package dev.wgmesh.command;

import dev.wgmesh.cli.SecretRedaction;
import dev.wgmesh.model.RoutePlace;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts the value of an option to a number in a range. A number out of range is wrong usage, so
 * it is reported before the command reads anything.
 */
abstract class NumberConverter<T> implements ITypeConverter<T> {
    private static final long NO_LIMIT = Integer.MAX_VALUE;

    private final String unit;
    private final long least;
    private final long most;

    private NumberConverter(String unit, long least, long most) {
        this.unit = unit;
        this.least = least;
        this.most = most;
    }

    /** Returns the value of a number in the range. */
    abstract T value(long number);

    @Override
    public T convert(String text) {
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw outOfRange(text);
        }
        if (number < least || number > most) {
            throw outOfRange(text);
        }
        return value(number);
    }

    private TypeConversionException outOfRange(String text) {
        String range = most == NO_LIMIT ? ", at least " + least : " from " + least + " to " + most;
        return new TypeConversionException(
                "expected " + unit + range + ", got " + SecretRedaction.quote(text));
    }

    /** A number without unit. */
    abstract static class Whole extends NumberConverter<Integer> {
        Whole(String unit, long least, long most) {
            super(unit, least, most);
        }

        @Override
        Integer value(long number) {
            return Math.toIntExact(number);
        }
    }

    /** A time. */
    abstract static class Seconds extends NumberConverter<Duration> {
        Seconds(long least, Duration most) {
            super("a number of seconds", least, most.toSeconds());
        }

        @Override
        Duration value(long number) {
            return Duration.ofSeconds(number);
        }
    }

    /** A number of members that a command may remove or change. */
    static final class Members extends Whole {
        Members() {
            super("a number of members", 0, NO_LIMIT);
        }
    }

    /** A number of peers that a pass may remove. */
    static final class Peers extends Whole {
        Peers() {
            super("a number of peers", 0, NO_LIMIT);
        }
    }

    /** A number of keys: they are held until they are printed. */
    static final class Keys extends Whole {
        Keys() {
            super("a number", 1, 1_000_000);
        }
    }

    /** A number of addresses. */
    static final class Addresses extends Whole {
        Addresses() {
            super("a number", 1, 1000);
        }
    }

    /** A UDP port. */
    static final class Port extends Whole {
        Port() {
            super("a port", 1, 65535);
        }
    }

    /** A routing table; {@code main} is the main one. */
    static final class Table extends NumberConverter<Long> {
        Table() {
            super("a routing table", 1, RoutePlace.MAX);
        }

        @Override
        public Long convert(String text) {
            return text.equals("main") ? Long.valueOf(RoutePlace.MAIN_TABLE) : super.convert(text);
        }

        @Override
        Long value(long number) {
            if (!RoutePlace.isTable(number)) {
                throw new TypeConversionException(
                        "expected a table other than " + number + " (local)");
            }
            return number;
        }
    }

    /** The metric of a route. */
    static final class Metric extends NumberConverter<Long> {
        Metric() {
            super("a metric", 1, RoutePlace.MAX);
        }

        @Override
        Long value(long number) {
            return number;
        }
    }

    /** A TTL of at most a week: with longer ones every change of a mesh takes days. */
    static final class Ttl extends Seconds {
        Ttl() {
            super(1, Duration.ofDays(7));
        }
    }

    /** The time of retries, at most a day. */
    static final class Patience extends Seconds {
        Patience() {
            super(0, Duration.ofDays(1));
        }
    }

    /** The time between two readings of a screen, at most an hour. */
    static final class Interval extends Seconds {
        Interval() {
            super(1, Duration.ofHours(1));
        }
    }

    /** Days of a signature, at most a year and a day. */
    static final class Days extends NumberConverter<Integer> {
        private static final long MOST = 366;

        Days() {
            super("a number of days", 1, MOST);
        }

        @Override
        Integer value(long number) {
            return (int) number;
        }
    }
}
