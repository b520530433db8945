package dev.wgmesh.serve;

import java.util.List;
import java.util.Optional;

/**
 * The response to a request.
 *
 * @param messages in order; empty: no response
 * @param logLine a line for the log; empty: nothing to log
 */
record ResponseMessage(List<byte[]> messages, Optional<String> logLine) {
    /** No response. */
    static final ResponseMessage NONE = new ResponseMessage(List.of(), Optional.empty());

    /** Returns a response of one message, which is not logged. */
    static ResponseMessage of(byte[] message) {
        return new ResponseMessage(List.of(message), Optional.empty());
    }
}
