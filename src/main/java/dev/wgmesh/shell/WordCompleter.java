package dev.wgmesh.shell;

import dev.wgmesh.cli.Completion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands, options, their values, and the meshes and members at hand. */
final class WordCompleter implements Completer {
    private final LineRunner lines;
    private final Consumer<List<String>> readNames;

    /**
     * Makes a completer.
     *
     * @param readNames adds the names of meshes and members at hand to the state of the shell, for
     *     the words of a line
     */
    WordCompleter(LineRunner lines, Consumer<List<String>> readNames) {
        this.lines = lines;
        this.readNames = readNames;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        words(line.words(), line.wordIndex(), line.wordCursor())
                .forEach(word -> candidates.add(candidate(word)));
    }

    /** Returns a candidate; behind an equals sign the word goes on. */
    private static Candidate candidate(String word) {
        return new Candidate(word, word, null, null, null, null, !word.endsWith("="));
    }

    /** Returns the completions of the word at {@code index}, sorted. */
    List<String> words(List<String> words, int index, int cursorInWord) {
        String typed = words.get(index).substring(0, cursorInWord);
        var line = new ArrayList<>(words.subList(0, index));
        line.add(typed);
        var completion =
                new Completion(lines.commands(), lines.shellState(), () -> readNames.accept(line));
        var found = new ArrayList<>(completion.of(line).words().keySet());
        if (index == 0 && "exit".startsWith(typed)) {
            found.add("exit");
        }
        return found.stream().sorted().toList();
    }
}
