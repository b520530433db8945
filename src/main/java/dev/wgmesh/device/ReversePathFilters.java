package dev.wgmesh.device;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Parses the {@code rp_filter} of {@code ip -json -4 netconf show}. */
final class ReversePathFilters {
    private ReversePathFilters() {}

    /** Returns the sysctl's value for each of these interfaces that the output names. */
    static Map<String, Integer> parse(String json, Set<String> devices) {
        return LinkTable.rows(json, "ip -json -4 netconf show")
                .filter(row -> devices.contains(device(row)))
                .collect(
                        Collectors.toMap(
                                ReversePathFilters::device,
                                ReversePathFilters::value,
                                (first, _) -> first));
    }

    private static String device(JsonNode row) {
        return row.path("interface").asString("");
    }

    private static int value(JsonNode row) {
        return switch (row.path("rp_filter").asString("")) {
            case "strict" -> 1;
            case "loose" -> 2;
            default -> 0;
        };
    }
}
