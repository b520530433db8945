package dev.wgmesh.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words of a command as a shell would split them: blanks, single and double quotes, backslash.
 * No shell sees them: nothing is expanded, and no other command can follow.
 */
public final class CommandSplitter {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private CommandSplitter(String text) {
        this.text = text;
    }

    /** Returns the words, at least one; empty where there is none, or a quote is not closed. */
    public static Optional<List<String>> split(String text) {
        return new CommandSplitter(text).split();
    }

    private Optional<List<String>> split() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\'' || c == '"') {
                inWord = true;
                if (!readQuoted(c)) {
                    return Optional.empty();
                }
            } else if (c == ' ' || c == '\t' || c == '\n') {
                endWord();
            } else {
                inWord = true;
                word.append(c == '\\' && at < text.length() ? text.charAt(at++) : c);
            }
        }
        endWord();
        return Optional.of(List.copyOf(words))
                .filter(all -> !all.isEmpty() && !all.getFirst().isEmpty());
    }

    /**
     * Reads up to the closing quote; in double quotes a backslash stands before a quote or itself.
     */
    private boolean readQuoted(char quote) {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return true;
            }
            boolean escapes =
                    quote == '"'
                            && c == '\\'
                            && at < text.length()
                            && "\"\\".indexOf(text.charAt(at)) >= 0;
            word.append(escapes ? text.charAt(at++) : c);
        }
        return false;
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
    }
}
