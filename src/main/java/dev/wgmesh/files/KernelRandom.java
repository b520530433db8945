package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * The kernel's source of randomness, cryptographically strong. SecureRandom reads the same source,
 * but loads the security providers first, which takes longer than making a key.
 */
public final class KernelRandom implements RandomGenerator {
    private static final String DEVICE = "/dev/urandom";

    /** Octets that are read at once for numbers: thousands of questions each take one. */
    private static final int READ_AHEAD = 4096;

    private final ByteBuffer ahead = ByteBuffer.allocate(READ_AHEAD).limit(0);

    /**
     * Fills the array from the kernel; no octet of it is kept here.
     *
     * @throws Failure of kind UNREADABLE where the kernel has no such device
     */
    @Override
    public void nextBytes(byte[] octets) {
        try (InputStream device = new FileInputStream(DEVICE)) {
            if (device.readNBytes(octets, 0, octets.length) < octets.length) {
                throw new IOException("ended early");
            }
        } catch (IOException _) {
            throw Failure.unreadable(
                    DEVICE,
                    "cannot be read, so no random number can be made",
                    "mount devtmpfs on /dev");
        }
    }

    /**
     * Returns a number, for what is not kept secret for long, such as the id of a question.
     *
     * @throws Failure of kind UNREADABLE where the kernel has no such device
     */
    @Override
    public synchronized long nextLong() {
        if (ahead.remaining() < Long.BYTES) {
            nextBytes(ahead.array());
            ahead.clear();
        }
        return ahead.getLong();
    }
}
