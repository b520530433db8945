package dev.wgmesh.plan;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How messages to a server are signed.
 *
 * @param keyFile the file of the TSIG key; empty: messages are not signed
 * @param allowWeak whether hmac-md5 and hmac-sha1 are allowed
 */
public record TsigSettings(Optional<Path> keyFile, boolean allowWeak) {
    /** No signing. */
    public static final TsigSettings NONE = new TsigSettings(Optional.empty(), false);

    private static final String KEY_FILE = "tsigKeyFile";

    static TsigSettings read(SettingReader in) {
        return new TsigSettings(in.optional(KEY_FILE, in::path), false);
    }

    void write(SettingWriter out) {
        keyFile.ifPresent(file -> out.text(KEY_FILE, file.toString()));
    }

    /** Returns the same settings, with the key file resolved in that directory. */
    TsigSettings in(Path directory) {
        return new TsigSettings(keyFile.map(directory::resolve), allowWeak);
    }

    /** Returns the settings as a plan saves them: an absolute path, no permission for weak keys. */
    TsigSettings saved() {
        return new TsigSettings(keyFile.map(file -> file.toAbsolutePath().normalize()), false);
    }

    boolean agreesWith(TsigSettings saved) {
        return keyFile.isEmpty() || saved().equals(saved.saved());
    }
}
