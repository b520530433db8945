package dev.wgmesh.device;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the {@code rp_filter} of IPv4 in the output of {@code ip -json netconf show}. */
final class ReversePathFilters {
    private ReversePathFilters() {}

    /** Returns the sysctl's value by interface. */
    static Map<String, Integer> parse(Stream<IpRow> rows) {
        return rows.filter(row -> row.text("family").equals(Optional.of("inet")))
                .collect(
                        Collectors.toMap(
                                row -> row.requiredText("interface"),
                                ReversePathFilters::value,
                                (first, _) -> first));
    }

    /** Returns 0, 1 or 2; the kernel takes every greater value as 2. */
    private static int value(IpRow row) {
        if (row.json().path("rp_filter").isNumber()) {
            return row.number("rp_filter").filter(value -> value < 2).orElse(2);
        }
        String word = row.requiredText("rp_filter");
        return switch (word) {
            case "off" -> 0;
            case "strict" -> 1;
            case "loose" -> 2;
            default -> throw row.unexpected("rp_filter", word, "off, strict or loose");
        };
    }
}
