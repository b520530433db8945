package dev.wgmesh.serve;

import java.util.List;
import java.util.Optional;

/**
 * What a message is answered with.
 *
 * @param messages in order; none: it gets no answer
 * @param told a line for a person; empty: nothing worth telling
 */
record Outgoing(List<byte[]> messages, Optional<String> told) {
    /** Silence. */
    static final Outgoing NONE = new Outgoing(List.of(), Optional.empty());

    /** One message that is not worth telling. */
    static Outgoing of(byte[] message) {
        return new Outgoing(List.of(message), Optional.empty());
    }
}
