package dev.wgmesh.limits;

import dev.wgmesh.problem.Problem;

/**
 * How many octets of memory the records of one reading may take: half of the maximum heap, so that
 * what is made of them fits too.
 *
 * @param heap octets of the maximum heap ({@code -Xmx}; by default a quarter of the machine's
 *     memory)
 */
public record HeapLimit(long heap) {
    /** Octets that a record takes beside its data: objects for its name, its set and its place. */
    private static final long RECORD = 400;

    /** Parts of the heap of which the records take one. */
    private static final int PARTS = 2;

    private static final long MEBIBYTE = 1 << 20;

    /** Returns the limit of this process. */
    public static HeapLimit ofProcess() {
        return new HeapLimit(Runtime.getRuntime().maxMemory());
    }

    /** Returns the octets that records with so much data take. */
    public static long octets(long records, long data) {
        return records * RECORD + data;
    }

    /** Returns the octets that may be taken. */
    public long most() {
        return heap / PARTS;
    }

    /** Returns what happened, for a message: {@code needs more than 128 of the 256 MiB ...}. */
    public String exceeded() {
        return "needs more than "
                + most() / MEBIBYTE
                + " of the "
                + heap / MEBIBYTE
                + " MiB of memory that wg-mesh may use";
    }

    /**
     * Returns the problem that a reading did not fit the heap although it was within the limits.
     */
    public Problem problem() {
        return new Problem(
                "memory",
                "the " + heap / MEBIBYTE + " MiB of memory that wg-mesh may use are not enough",
                fix());
    }

    /** Returns how to raise the limit. */
    public static String fix() {
        return "if the records are yours, give wg-mesh more memory: JAVA_TOOL_OPTIONS=-Xmx4g";
    }
}
