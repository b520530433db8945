package dev.wgmesh.serve;

import java.util.List;
import java.util.Optional;

/**
 * The response to a request.
 *
 * @param messages in order; empty: no response
 * @param logLine a line for the log; empty: nothing to log
 */
record ResponseMessages(List<byte[]> messages, Optional<String> logLine) {
    /** No response. */
    static final ResponseMessages NONE = new ResponseMessages(List.of(), Optional.empty());

    /** Returns a response of one message, which is not logged. */
    static ResponseMessages of(byte[] message) {
        return new ResponseMessages(List.of(message), Optional.empty());
    }
}
