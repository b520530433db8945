package dev.wgmesh.cli;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.io.OutputStream;

/** Nobody reads the output any more. */
final class ClosedStdout extends RuntimeException {
    private static final long serialVersionUID = 1;

    private ClosedStdout() {
        super("nobody reads the output", null, false, false);
    }

    /** Returns the stream, which ends the command at the first write that fails. */
    static OutputStream wrap(OutputStream stream) {
        return new OutputStream() {
            @Override
            public void write(int octet) {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) {
                try {
                    stream.write(bytes, from, count);
                } catch (IOException e) {
                    throw failed(e);
                }
            }

            @Override
            public void flush() {
                try {
                    stream.flush();
                } catch (IOException e) {
                    throw failed(e);
                }
            }
        };
    }

    private static RuntimeException failed(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("Broken pipe") || message.contains("closed")
                ? new ClosedStdout()
                : Failure.partial(
                        "standard output",
                        "could not be written: " + message,
                        "what was changed before stays changed; run the command again with another output");
    }
}
