package dev.wgmesh.shell;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.problem.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.reader.SyntaxError;

/**
 * Lines from standard input, run without a prompt. All are run; the exit code is that of the first
 * that failed. One that is interrupted, or whose output is closed, ends the script.
 */
final class ScriptRunner {
    private final CommandSession session;
    private final LineRunner lines;

    ScriptRunner(CommandSession session, LineRunner lines) {
        this.session = session;
        this.lines = lines;
    }

    ExitCode run() {
        var reader =
                new BufferedReader(
                        new InputStreamReader(
                                session.hostEnvironment().streams().in(), StandardCharsets.UTF_8));
        ExitCode first = ExitCode.SUCCESS;
        try {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                List<String> words = words(line, number);
                if (words.isEmpty()) {
                    continue;
                }
                if (LineRunner.isExit(words)) {
                    return first;
                }
                ExitCode exit = lines.run(words);
                first = first == ExitCode.SUCCESS ? exit : first;
                if (exit == ExitCode.INTERRUPTED || exit == ExitCode.STDOUT_CLOSED) {
                    return exit;
                }
            }
        } catch (IOException e) {
            throw Failure.unreadable(
                    "standard input",
                    "cannot be read: " + e.getMessage(),
                    "redirect a script: wg-mesh shell < FILE");
        }
        return first;
    }

    private static List<String> words(String line, int number) {
        try {
            return WordParser.words(line);
        } catch (SyntaxError e) {
            throw Failure.input(
                    "standard input line " + number, "unclosed quote", "close the quote");
        }
    }
}
