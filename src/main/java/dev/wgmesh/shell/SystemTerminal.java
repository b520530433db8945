package dev.wgmesh.shell;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;
import org.jspecify.annotations.Nullable;

/**
 * The terminal of this process, used through system calls. JLine can also use {@code test}, {@code
 * stty}, {@code tty} and {@code infocmp}, which it looks for in PATH: a file of such a name in the
 * caller's PATH would then be run, perhaps as root.
 */
final class SystemTerminal {
    private SystemTerminal() {}

    /**
     * Opens the terminal; without system calls for terminals, one that cannot edit a line.
     *
     * @throws IOException where the terminal cannot be opened
     */
    static Terminal open() throws IOException {
        TerminalBuilder builder =
                TerminalBuilder.builder().system(true).ffm(true).jni(false).exec(false).dumb(true);
        String type = type(builder.computeType());
        loadCapabilities(type);
        return builder.type(type).build();
    }

    /** Returns the type of a terminal; JLine has none where TERM is not set. */
    private static String type(@Nullable String computed) {
        return computed == null || computed.isEmpty() ? Terminal.TYPE_DUMB : computed;
    }

    /** Loads the capabilities that JLine has for the type, or for a similar one. */
    private static void loadCapabilities(String type) {
        String own = InfoCmp.getDefaultInfoCmp(type);
        InfoCmp.setLoadedInfoCmp(
                type, own != null ? own : InfoCmp.getDefaultInfoCmp(similar(type)));
    }

    private static String similar(String type) {
        if (type.startsWith("tmux") || type.startsWith("screen")) {
            return "screen-256color";
        }
        return type.matches("linux.*|vt[0-9].*|ansi.*|cons.*") ? "ansi" : "xterm-256color";
    }
}
