package dev.wgmesh.apply;

import java.time.Duration;

/** Durations in messages: the two largest units, {@code 3 d 4 h}. */
final class AgeText {
    private AgeText() {}

    /** Returns the text of a duration that is not negative. */
    static String of(Duration age) {
        if (age.toDays() > 0) {
            return text(age.toDays(), "d", age.toHoursPart(), "h");
        }
        if (age.toHours() > 0) {
            return text(age.toHours(), "h", age.toMinutesPart(), "min");
        }
        return text(age.toMinutes(), "min", age.toSecondsPart(), "s");
    }

    private static String text(long many, String unit, long few, String smaller) {
        if (many == 0) {
            return few + " " + smaller;
        }
        return many + " " + unit + (few == 0 ? "" : " " + few + " " + smaller);
    }
}
