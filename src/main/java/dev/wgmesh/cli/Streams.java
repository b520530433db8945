package dev.wgmesh.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;

/**
 * Standard input, output and error.
 *
 * @param terminals which of them are a terminal
 * @param width columns of the terminal; 80 where there is none
 */
public record Streams(
        InputStream in,
        OutputStream out,
        OutputStream err,
        Set<StandardStream> terminals,
        int width) {
    /** One of the three. */
    public enum StandardStream {
        /** Standard input. */
        IN,
        /** Standard output. */
        OUT,
        /** Standard error. */
        ERR
    }

    public Streams {
        terminals = Set.copyOf(terminals);
    }

    /** Returns whether it is a terminal. */
    public boolean isTerminal(StandardStream stream) {
        return terminals.contains(stream);
    }

    /** Returns whether a person types and reads: stdin and stdout are a terminal. */
    public boolean isInteractive() {
        return isTerminal(StandardStream.IN) && isTerminal(StandardStream.OUT);
    }
}
