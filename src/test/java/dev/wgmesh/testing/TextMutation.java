package dev.wgmesh.testing;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Random changes of a text for a parser: characters deleted, inserted and replaced, parts deleted
 * and repeated.
 *
 * @param noise the characters to insert
 * @param tokens inserted whole: what a parser has a branch for; empty: none
 */
public record TextMutation(String noise, List<String> tokens) {
    private static final int MOST_CHANGES = 5;
    private static final int MOST_DELETED = 29;
    private static final int REPEATED = 40;

    /** Returns the text with one to five changes. */
    public String of(String text, RandomGenerator random) {
        var out = new StringBuilder(text);
        for (int i = random.nextInt(MOST_CHANGES) + 1; i > 0 && !out.isEmpty(); i--) {
            int at = random.nextInt(out.length());
            char character = noise.charAt(random.nextInt(noise.length()));
            switch (random.nextInt(tokens.isEmpty() ? 5 : 6)) {
                case 0 -> out.deleteCharAt(at);
                case 1 -> out.insert(at, character);
                case 2 -> out.setCharAt(at, character);
                case 3 -> out.delete(at, at + random.nextInt(MOST_DELETED + 1));
                case 4 -> out.insert(at, out.substring(at, Math.min(out.length(), at + REPEATED)));
                default -> out.insert(at, tokens.get(random.nextInt(tokens.size())));
            }
        }
        return out.toString();
    }
}
