package dev.wgmesh.serve;

import java.util.List;
import java.util.Optional;

/**
 * What a message is answered with.
 *
 * @param messages in order; none: it gets no answer
 * @param told a line for a person; empty: nothing worth telling
 */
record ResponseMessage(List<byte[]> messages, Optional<String> told) {
    /** Silence. */
    static final ResponseMessage NONE = new ResponseMessage(List.of(), Optional.empty());

    /** One message that is not worth telling. */
    static ResponseMessage of(byte[] message) {
        return new ResponseMessage(List.of(message), Optional.empty());
    }
}
