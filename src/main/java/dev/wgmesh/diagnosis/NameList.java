package dev.wgmesh.diagnosis;

import java.util.List;
import java.util.stream.Collectors;

/** Names in a message: the first five. */
final class NameList {
    private static final int NAMED = 5;

    private NameList() {}

    static String of(List<String> names) {
        String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        int more = names.size() - NAMED;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
