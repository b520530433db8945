package dev.wgmesh.command;

import dev.wgmesh.apply.StateFolder;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Completion;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.ShellState;
import dev.wgmesh.cli.VerbatimCommand;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.plan.Location;
import dev.wgmesh.problem.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code complete}: what the scripts of {@code completion} call; the help does not list it. Prints
 * what the last word can be, one a line, behind a tab what it means. A line {@code :files PREFIX}
 * says that it can be a file, behind that prefix.
 */
@Command(name = CompleteCommand.NAME, hidden = true)
final class CompleteCommand implements VerbatimCommand {
    /** The name, which no list of commands has. */
    static final String NAME = "complete";

    @Override
    public ExitCode run(List<String> words, CommandSession session) {
        var completion =
                new Completion(
                        session.commands(), session.shellState(), () -> readNames(words, session));
        Completion.Candidates candidates = completion.of(words);
        candidates
                .words()
                .forEach((word, meaning) ->
                        session.println(meaning.isEmpty() ? word : word + "\t" + meaning));
        if (candidates.files()) {
            session.println(":files " + candidates.prefix());
        }
        return ExitCode.SUCCESS;
    }

    /** Adds the names that can be read without the network. */
    private static void readNames(List<String> words, CommandSession session) {
        ShellState names = session.shellState();
        try {
            names.addNames(session.locations(flags(words)).localNames());
        } catch (Failure _) {
            // Nothing to offer: the command itself says why.
        }
        try {
            new StateFolder(StateFolder.DEFAULT).savedMeshes().forEach(names::addNames);
        } catch (Failure _) {
            // Of another user.
        }
    }

    private static SourceFlags flags(List<String> words) {
        int at = words.lastIndexOf("--zones");
        return Stream.concat(
                        words.stream()
                                .filter(word -> word.startsWith("--zones="))
                                .map(word -> word.substring("--zones=".length())),
                        words.stream().skip(at + 1L).limit(at >= 0 ? 1 : 0))
                .filter(folder -> !folder.isEmpty())
                .findFirst()
                .map(Path::of)
                .map(folder -> SourceFlags.NONE.withLocation(new Location.Folder(folder)))
                .orElse(SourceFlags.NONE);
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
