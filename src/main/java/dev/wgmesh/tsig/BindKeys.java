package dev.wgmesh.tsig;

import dev.wgmesh.problem.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the {@code key} clauses of a text in named.conf syntax; other clauses are skipped. */
final class BindKeys {
    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s+|//.*|#.*|/\\*(?s:.*?)\\*/"
                            + "|(?<quoted>\"(?:[^\"\\\\]|\\\\(?s:.))*\")"
                            + "|(?<mark>[{};])|(?<word>[^\\s{};\"]+)");

    private static final Pattern CLAUSE = Pattern.compile("\\bkey\\b[^;{}]*\\{");
    private static final String MODEL =
            "key \"NAME\" { algorithm hmac-sha256; secret \"BASE64\"; };";

    private final Path file;
    private final List<Token> tokens;
    private int next;

    /** A word, quoted or not, or one of the marks. */
    private record Token(int line, String text, boolean isPunctuation) {
        boolean is(String mark) {
            return isPunctuation && text.equals(mark);
        }
    }

    private BindKeys(Path file, List<Token> tokens) {
        this.file = file;
        this.tokens = tokens;
    }

    /**
     * Returns every key clause; empty when the text has none.
     *
     * @throws Failure INPUT when a clause is not closed
     */
    static List<TsigKeyText> parse(Path file, String text) {
        if (!CLAUSE.matcher(text).find()) {
            return List.of();
        }
        return new BindKeys(file, tokens(file, text)).clauses();
    }

    private static List<Token> tokens(Path file, String text) {
        var tokens = new ArrayList<Token>();
        Matcher token = TOKEN.matcher(text);
        int line = 1;
        int end = 0;
        while (end < text.length()) {
            if (!token.find(end) || token.start() != end) {
                throw Failure.input(
                        file + ":" + line,
                        "this quotation mark is not closed",
                        "add the closing quotation mark");
            }
            String found = token.group();
            if (token.group("mark") != null) {
                tokens.add(new Token(line, found, true));
            } else if (token.group("word") != null) {
                tokens.add(new Token(line, found, false));
            } else if (token.group("quoted") != null) {
                String inner = found.substring(1, found.length() - 1);
                tokens.add(new Token(line, inner.replaceAll("\\\\(.)", "$1"), false));
            }
            line += (int) found.chars().filter(c -> c == '\n').count();
            end = token.end();
        }
        return tokens;
    }

    private List<TsigKeyText> clauses() {
        var keys = new ArrayList<TsigKeyText>();
        while (next < tokens.size()) {
            if (isKey()) {
                keys.add(key());
            } else {
                skip();
            }
        }
        return keys;
    }

    private boolean isKey() {
        return next + 2 < tokens.size()
                && tokens.get(next).text().equals("key")
                && !tokens.get(next + 1).isPunctuation()
                && tokens.get(next + 2).is("{");
    }

    private TsigKeyText key() {
        Token name = tokens.get(next + 1);
        Optional<String> algorithm = Optional.empty();
        Optional<String> secret = Optional.empty();
        next += 3;
        while (!peek(name.line()).is("}")) {
            String word = peek(name.line()).text();
            int first = next;
            skip();
            Optional<String> value =
                    next == first + 3
                            ? Optional.of(tokens.get(first + 1).text())
                            : Optional.empty();
            switch (word) {
                case "algorithm" -> algorithm = value;
                case "secret" -> secret = value;
                default -> {}
            }
        }
        next++;
        skip();
        return new TsigKeyText(name.line(), name.text(), algorithm, secret);
    }

    /** Skips a statement with its blocks, up to its semicolon or the end of the text. */
    private void skip() {
        int depth = 0;
        while (next < tokens.size()) {
            Token token = tokens.get(next++);
            if (token.is("{")) {
                depth++;
            } else if (token.is("}") && --depth < 0) {
                throw fault(token.line(), "missing ; before this }");
            } else if (token.is(";") && depth == 0) {
                return;
            }
        }
    }

    private Token peek(int begun) {
        if (next >= tokens.size()) {
            throw fault(begun, "this key clause is not closed");
        }
        return tokens.get(next);
    }

    private Failure fault(int line, String what) {
        return Failure.input(file + ":" + line, what, "write it as " + MODEL);
    }
}
