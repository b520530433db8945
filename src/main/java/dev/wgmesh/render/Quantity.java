package dev.wgmesh.render;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Octets, rates and ages in a few characters. */
final class Quantity {
    private static final int STEP = 1024;
    private static final List<String> UNITS = List.of("", "K", "M", "G", "T", "P");
    private static final double TENS = 10;

    private Quantity() {}

    /** Returns octets in units of 1024: {@code 512}, {@code 1.2K}, {@code 340M}. */
    static String octets(long octets) {
        double value = octets;
        int unit = 0;
        while (value >= STEP - 0.5 && unit < UNITS.size() - 1) {
            value /= STEP;
            unit++;
        }
        boolean isWhole = unit == 0 || value >= TENS - 0.05;
        return String.format(Locale.ROOT, isWhole ? "%.0f%s" : "%.1f%s", value, UNITS.get(unit));
    }

    /**
     * Returns an age in its largest unit: {@code 12 s}, {@code 3 min}, {@code 4 h}, {@code 2 d}.
     */
    static String age(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
    }

    /** Returns a round-trip time: {@code 0.3 ms}, {@code 25 ms}. */
    static String milliseconds(Duration time) {
        double value = time.toNanos() / 1e6;
        return String.format(Locale.ROOT, value < TENS ? "%.1f ms" : "%.0f ms", value);
    }
}
