package dev.wgmesh.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.jline.utils.NonBlockingInputStream;

/** Typed input of a running command; a read ends when its thread is interrupted. */
final class TerminalInput extends InputStream {
    /** Milliseconds between two checks for an interrupt. */
    private static final long LOOK = 100;

    private final NonBlockingInputStream typed;

    TerminalInput(NonBlockingInputStream typed) {
        this.typed = typed;
    }

    @Override
    public int read() throws IOException {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                int octet = typed.read(LOOK);
                if (octet != NonBlockingInputStream.READ_EXPIRED) {
                    return octet;
                }
            } catch (InterruptedIOException _) {
                Thread.currentThread().interrupt();
            }
        }
        throw new InterruptedIOException();
    }

    @Override
    public int read(byte[] octets, int from, int count) throws IOException {
        int octet = count == 0 ? -1 : read();
        if (octet < 0) {
            return count == 0 ? 0 : -1;
        }
        octets[from] = (byte) octet;
        return 1;
    }
}
