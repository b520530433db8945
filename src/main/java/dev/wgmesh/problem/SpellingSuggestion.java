package dev.wgmesh.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests the known word nearest to a mistyped one. */
public final class SpellingSuggestion {
    private SpellingSuggestion() {}

    /**
     * Returns the known word nearest to {@code word} by Damerau-Levenshtein distance, of at most a
     * third of its letters, without those of a domain that both are in; among equally near words
     * the alphabetically first. Empty when no word is near.
     */
    public static Optional<String> of(String word, Collection<String> known) {
        return known.stream()
                .map(candidate -> new Candidate(candidate, distance(word, candidate)))
                .filter(near -> near.distance <= allowed(word, near.word))
                .filter(near -> near.distance < near.word.length())
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::word))
                .map(Candidate::word);
    }

    private static int allowed(String word, String candidate) {
        return Math.max(1, (word.length() - domainOfBoth(word, candidate)) / 3);
    }

    /** Returns the length of the domain that two names have in common, with its leading dot. */
    private static int domainOfBoth(String a, String b) {
        int common = 0;
        for (int i = 1; i <= Math.min(a.length(), b.length()); i++) {
            char next = a.charAt(a.length() - i);
            if (next != b.charAt(b.length() - i)) {
                break;
            }
            if (next == '.') {
                common = i;
            }
        }
        return common;
    }

    private record Candidate(String word, int distance) {}

    /** Returns the restricted Damerau-Levenshtein distance: each letter is moved at most once. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, d);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(String a, String b, int i, int j, int[][] d) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
