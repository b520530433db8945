package dev.wgmesh.serve;

import dev.wgmesh.tsig.TsigKey;
import org.xbill.DNS.TSIGRecord;

/** The sender of a message, according to its signature. */
sealed interface ClientIdentity {
    /** The message is not signed. */
    record Anonymous() implements ClientIdentity {}

    /** The message is signed with a known key. */
    record KeyHolder(TsigKey key, TSIGRecord signature) implements ClientIdentity {}

    /** The message names an unknown key or algorithm (BADKEY). */
    record UnknownKey(TSIGRecord signature) implements ClientIdentity {}

    /**
     * The message names a known key, but the signature or its time is wrong.
     *
     * @param error BADSIG or BADTIME
     */
    record BadSignature(TsigKey key, TSIGRecord signature, int error) implements ClientIdentity {}
}
