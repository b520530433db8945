package dev.wgmesh.zone;

import dev.wgmesh.problem.Failure;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** The source of the text of zone files; the reader has no other access to files. */
@FunctionalInterface
public interface TextSource {
    /**
     * Returns the text of a file, each octet one character (ISO-8859-1).
     *
     * @param file its path, beginning with the folder of the file that was read first
     * @throws Failure where the file cannot or must not be read
     */
    String text(String file);

    /**
     * Returns whether the text of a file is this one now.
     *
     * @throws Failure as {@link #text} does
     */
    default boolean isCurrent(String file, String text) {
        return text(file).equals(text);
    }

    /**
     * Returns a source of two functions.
     *
     * @param texts returns the text of a file
     * @param comparison returns whether a file has a text, without holding a second copy of it
     */
    static TextSource of(UnaryOperator<String> texts, BiPredicate<String, String> comparison) {
        return new TextSource() {
            @Override
            public String text(String file) {
                return texts.apply(file);
            }

            @Override
            public boolean isCurrent(String file, String text) {
                return comparison.test(file, text);
            }
        };
    }
}
