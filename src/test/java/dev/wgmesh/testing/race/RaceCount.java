package dev.wgmesh.testing.race;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The counts of a writer.
 *
 * @param commits confirmed by the provider
 * @param anew changes decided again because another writer was faster
 * @param failed a line for each command that failed: the command, and what was said
 */
public record RaceCount(int commits, int anew, List<String> failed) {
    /** Of no command. */
    static final RaceCount NONE = new RaceCount(0, 0, List.of());

    /** Of a command that was killed after its commit. */
    static final RaceCount UNTOLD = new RaceCount(1, 0, List.of());

    private static final Pattern LINE = Pattern.compile("(\\d+) commits, (\\d+) anew(?:, (.*))?");

    public RaceCount {
        failed = List.copyOf(failed);
    }

    /** Both. */
    RaceCount and(RaceCount other) {
        return new RaceCount(
                commits + other.commits,
                anew + other.anew,
                Stream.concat(failed.stream(), other.failed.stream()).toList());
    }

    /** One command's, as a line. */
    String line() {
        String told = String.join(" / ", failed).replace('\n', ' ');
        return commits + " commits, " + anew + " anew" + (failed.isEmpty() ? "" : ", " + told);
    }

    /** What {@link #line} wrote. */
    static RaceCount parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException(line);
        }
        return new RaceCount(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                parts.group(3) == null ? List.of() : List.of(parts.group(3)));
    }
}
