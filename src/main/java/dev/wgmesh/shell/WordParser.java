package dev.wgmesh.shell;

import java.util.List;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;

/** Splits a line into words as a shell does: blanks, quotes, backslash; # begins a comment. */
final class WordParser {
    private WordParser() {}

    static Parser parser() {
        var parser = new DefaultParser();
        parser.setEofOnUnclosedQuote(true);
        parser.lineCommentDelims(new String[] {"#"});
        return parser;
    }

    /** Returns the words of a line; throws SyntaxError where a quote is not closed. */
    static List<String> words(String line) {
        return words(parser().parse(line, line.length(), Parser.ParseContext.ACCEPT_LINE));
    }

    static List<String> words(ParsedLine line) {
        return line.words().stream().filter(word -> !word.isEmpty()).toList();
    }
}
