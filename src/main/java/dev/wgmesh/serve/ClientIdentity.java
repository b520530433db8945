package dev.wgmesh.serve;

import dev.wgmesh.tsig.TsigKey;
import org.xbill.DNS.TSIGRecord;

/** Who sent a message, as far as its signature tells. */
sealed interface ClientIdentity {
    /** The message is not signed. */
    record Anonymous() implements ClientIdentity {}

    /** It is signed with a key that is known here. */
    record KeyHolder(TsigKey key, TSIGRecord signature) implements ClientIdentity {}

    /** It names a key, or an algorithm for one, that is not known here (BADKEY). */
    record UnknownKey(TSIGRecord signature) implements ClientIdentity {}

    /**
     * It names a key that is known, and is not signed with it, or not now.
     *
     * @param error BADSIG or BADTIME
     */
    record BadSignature(TsigKey key, TSIGRecord signature, int error) implements ClientIdentity {}
}
