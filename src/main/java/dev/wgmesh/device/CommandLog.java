package dev.wgmesh.device;

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
     */
    void log(boolean changes, String command);
}
