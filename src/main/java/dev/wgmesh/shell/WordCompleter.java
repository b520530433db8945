package dev.wgmesh.shell;

import dev.wgmesh.cli.CommandTree;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** Completes commands, options, their values, and the meshes and members last read. */
final class WordCompleter implements Completer {
    private final LineRunner lines;

    WordCompleter(LineRunner lines) {
        this.lines = lines;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        words(line.words(), line.wordIndex(), line.wordCursor(), line.cursor())
                .forEach(word -> candidates.add(new Candidate(word)));
    }

    /** Returns the completions of the word at {@code index}, sorted. */
    List<String> words(List<String> words, int index, int cursorInWord, int cursor) {
        CommandSpec spec = CommandTree.full(lines.commands(), lines.shellState()).getCommandSpec();
        var rests = new ArrayList<CharSequence>();
        AutoComplete.complete(
                spec, words.toArray(String[]::new), index, cursorInWord, cursor, rests);
        String typed = words.get(index).substring(0, cursorInWord);
        var found = new ArrayList<>(rests.stream().map(rest -> typed + rest).toList());
        if (index == 0 && "exit".startsWith(typed)) {
            found.add("exit");
        }
        return found.stream().distinct().sorted().toList();
    }
}
