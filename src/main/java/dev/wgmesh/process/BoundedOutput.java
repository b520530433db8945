package dev.wgmesh.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The output of a child process, read in a thread of its own; at most {@link #LIMIT} octets are
 * kept.
 */
final class BoundedOutput {
    /** Octets kept of one stream: a dump of 10,000 peers takes 2 MiB. */
    static final int LIMIT = 64 << 20;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread reader;
    private volatile boolean overflowed;

    BoundedOutput(InputStream from) {
        reader = SystemPrograms.daemon(() -> read(from));
    }

    private void read(InputStream from) {
        byte[] chunk = new byte[16 << 10];
        try (from) {
            for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
                keep(chunk, n);
            }
        } catch (IOException _) {
            // The stream is closed when the child is killed; the output read so far is kept.
        }
    }

    private void keep(byte[] chunk, int length) {
        synchronized (kept) {
            if (kept.size() + length > LIMIT) {
                overflowed = true;
            } else {
                kept.write(chunk, 0, length);
            }
        }
    }

    /**
     * Returns the output, once the stream has ended or after {@code patience}: a process that the
     * child started may keep the stream open.
     */
    String text(Duration patience) throws InterruptedException {
        reader.join(patience);
        synchronized (kept) {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }

    boolean overflowed() {
        return overflowed;
    }
}
