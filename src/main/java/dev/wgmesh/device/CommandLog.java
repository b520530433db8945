package dev.wgmesh.device;

/** Is told of each {@code wg} and {@code ip} command; no private key is ever in one. */
@FunctionalInterface
public interface CommandLog {
    /** Tells nobody. */
    CommandLog NONE = (_, _) -> {};

    /**
     * A command, as it could be typed, told before it runs. Those of a batch are told singly.
     *
     * @param changes whether it changes anything; else it only reads
     */
    void runs(boolean changes, String command);
}
