package dev.wgmesh.shell;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.HostEnvironment;
import dev.wgmesh.cli.SecretRedaction;
import dev.wgmesh.files.IoErrorText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jline.reader.LineReader;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * Lines typed before, kept in {@code ~/.local/state/wg-mesh/history} (mode 0600); a line that holds
 * what looks like a key is never kept.
 */
final class HistoryFile {
    private static final int LINES = 1000;

    private final Optional<Path> file;
    private final DefaultHistory history =
            new DefaultHistory() {
                @Override
                public void add(java.time.Instant time, String line) {
                    if (!SecretRedaction.containsKey(line)) {
                        super.add(time, line);
                    }
                }
            };

    private HistoryFile(Optional<Path> file) {
        this.file = file;
    }

    static HistoryFile of(HostEnvironment outside) {
        return new HistoryFile(
                outside.variable("XDG_STATE_HOME")
                        .filter(text -> text.startsWith("/"))
                        .or(() -> outside.variable("HOME").map(home -> home + "/.local/state"))
                        .map(state -> Path.of(state, "wg-mesh", "history")));
    }

    DefaultHistory history() {
        return history;
    }

    /** Reads the file; without one, lines are kept until the shell ends. */
    void load(LineReader reader, CommandSession session) {
        if (file.isEmpty()) {
            return;
        }
        try {
            prepare(file.get());
            reader.setVariable(LineReader.HISTORY_FILE, file.get());
            reader.setVariable(LineReader.HISTORY_FILE_SIZE, LINES);
            reader.setVariable(LineReader.HISTORY_SIZE, LINES);
            history.attach(reader);
        } catch (IOException e) {
            session.note("the history of commands is not saved: " + IoErrorText.what(e));
        }
    }

    private static void prepare(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        var mode = PosixFilePermissions.fromString("rw-------");
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
        }
        Files.setPosixFilePermissions(file, mode);
    }
}
