package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import dev.wgmesh.problem.Problem;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Members that cannot reach each other: each of {@code one} and each of {@code other}. Members of
 * one local network still meet.
 *
 * @param one sorted
 * @param oneText what they have in common, in words
 * @param other sorted; the same list where no two of {@code one} meet
 * @param haveNeighbours whether two of them may be on one local network, and so meet
 * @param reason in words, the end of a sentence
 * @param fix what makes them meet
 */
public record UnreachableGroup(
        List<HostName> one,
        String oneText,
        List<HostName> other,
        String otherText,
        boolean haveNeighbours,
        String reason,
        String fix) {
    /** Maximum number of names in a text. */
    private static final int NAMES = 5;

    public UnreachableGroup {
        one = List.copyOf(one);
        other = List.copyOf(other);
    }

    /** Returns the group as a problem, whose place are the members. */
    public Problem problem() {
        return new Problem(members(), what(), fix);
    }

    /** Returns what is wrong, to follow the members. */
    public String what() {
        return "cannot reach each other"
                + (haveNeighbours ? ", except on one local network: " : ": ")
                + reason;
    }

    /** Returns the members in words; of many the first ones and their number. */
    public String members() {
        String first = names(one) + " (" + oneText + ")";
        return one.equals(other) ? first : first + " and " + names(other) + " (" + otherText + ")";
    }

    /** Returns the names in words; of many the first ones and their number. */
    public static String names(Collection<HostName> names) {
        String first =
                names.stream().limit(NAMES).map(HostName::text).collect(Collectors.joining(", "));
        int left = names.size() - NAMES;
        return left <= 0 ? first : first + " and " + left + " more";
    }
}
