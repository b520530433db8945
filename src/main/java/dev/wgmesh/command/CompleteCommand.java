package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Completion;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.VerbatimCommand;
import java.util.List;
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
        var names = new KnownNames(session, words);
        var completion = new Completion(session.commands(), session.shellState(), names::read);
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

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
