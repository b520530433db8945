package dev.wgmesh.serve;

import dev.wgmesh.tsig.TsigKey;
import org.xbill.DNS.TSIGRecord;

/** Who sent a message, as far as its signature tells. */
sealed interface Sender {
    /** The message is not signed. */
    record Anybody() implements Sender {}

    /** It is signed with a key that is known here. */
    record Holder(TsigKey key, TSIGRecord signature) implements Sender {}

    /** It names a key, or an algorithm for one, that is not known here (BADKEY). */
    record Stranger(TSIGRecord signature) implements Sender {}

    /**
     * It names a key that is known, and is not signed with it, or not now.
     *
     * @param error BADSIG or BADTIME
     */
    record Suspect(TsigKey key, TSIGRecord signature, int error) implements Sender {}
}
