package dev.wgmesh.plan;

import java.util.List;

/**
 * The commands that run after a zone file was written, as words; empty: none.
 *
 * @param resign signs the file again
 * @param reload makes a server load the file; runs after {@code resign}
 */
public record FileCommands(List<String> resign, List<String> reload) {
    /** No commands. */
    public static final FileCommands NONE = new FileCommands(List.of(), List.of());

    /** Copies the commands. */
    public FileCommands {
        resign = List.copyOf(resign);
        reload = List.copyOf(reload);
    }

    void write(SettingWriter out) {
        if (!resign.isEmpty()) {
            out.texts("resign", resign);
        }
        if (!reload.isEmpty()) {
            out.texts("reload", reload);
        }
    }
}
