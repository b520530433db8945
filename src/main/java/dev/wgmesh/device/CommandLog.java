package dev.wgmesh.device;

import java.util.function.Supplier;

/** Receives each {@code wg} and {@code ip} command; none contains a private key. */
@FunctionalInterface
public interface CommandLog {
    /** Ignores commands. */
    CommandLog NONE = (_, _) -> {};

    /**
     * Called before a command runs, with the command as typed in a shell; once for each command of
     * a batch.
     *
     * @param changes whether the command changes anything; false: it only reads
     * @param command composed when asked for: nobody reads most of the thousands of a large mesh
     */
    void log(boolean changes, Supplier<String> command);
}
