package dev.wgmesh.testing.race;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a writer's commands came to.
 *
 * @param commits that the place confirmed
 * @param anew changes that were decided anew since another writer was faster
 * @param failed a line for each command that failed: the command, and what was said
 */
public record Tally(int commits, int anew, List<String> failed) {
    /** Of no command. */
    static final Tally NONE = new Tally(0, 0, List.of());

    /** Of a command that was killed after its commit. */
    static final Tally UNTOLD = new Tally(1, 0, List.of());

    private static final Pattern LINE = Pattern.compile("(\\d+) commits, (\\d+) anew(?:, (.*))?");

    /** Copies. */
    public Tally {
        failed = List.copyOf(failed);
    }

    /** Both. */
    Tally and(Tally other) {
        return new Tally(
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
    static Tally parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException(line);
        }
        return new Tally(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                parts.group(3) == null ? List.of() : List.of(parts.group(3)));
    }
}
