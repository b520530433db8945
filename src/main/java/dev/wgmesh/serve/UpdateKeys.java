package dev.wgmesh.serve;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.tsig.TsigKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;

/**
 * The keys whose holders may update every served zone.
 *
 * @param keys with distinct names; empty: no updates
 * @param clock checks the time of signatures
 */
public record UpdateKeys(List<TsigKey> keys, InstantSource clock) {
    /** No updates. */
    public static final UpdateKeys NONE =
            new UpdateKeys(List.of(), InstantSource.fixed(Instant.EPOCH));

    /** Throws a failure of kind INPUT when two keys have the same name. */
    public UpdateKeys {
        keys = List.copyOf(keys);
        Set<Name> names = new HashSet<>();
        for (TsigKey key : keys) {
            if (!names.add(key.name())) {
                throw Failure.input(
                        "--tsig-key-file",
                        "two keys have the name " + key.name().toString(true),
                        "give only one of the two key files");
            }
        }
    }

    /** Returns the sender of a message according to its signature (RFC 8945, section 5.2). */
    ClientIdentity identify(Message message, byte[] octets) {
        TSIGRecord signature = message.getTSIG();
        if (signature == null) {
            return new ClientIdentity.Anonymous();
        }
        Optional<TsigKey> named =
                keys.stream()
                        .filter(key ->
                                key.name().equals(signature.getName())
                                        && key.algorithm()
                                                .algorithm()
                                                .equals(signature.getAlgorithm()))
                        .findFirst();
        if (named.isEmpty()) {
            return new ClientIdentity.UnknownKey(signature);
        }
        TsigKey key = named.get();
        int error = key.signer(clock).verify(message, octets, null, true);
        return error == Rcode.NOERROR
                ? new ClientIdentity.KeyHolder(key, signature)
                : new ClientIdentity.BadSignature(key, signature, error);
    }

    /** Returns a signer of the answers to the sender. */
    ResponseSigner signer(ClientIdentity sender) {
        return new ResponseSigner(sender, clock);
    }
}
