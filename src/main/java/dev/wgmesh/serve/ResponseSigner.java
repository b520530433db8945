package dev.wgmesh.serve;

import dev.wgmesh.tsig.TsigKey;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;

/** Signs the answers to one message, in the order they are sent (RFC 8945, section 5.3). */
final class ResponseSigner {
    private static final byte[] NONE = {};

    /** Octets of the longest digest, SHA-512's. */
    private static final int LONGEST_DIGEST = 64;

    private final ClientIdentity sender;
    private final InstantSource clock;

    /** The signature of the previous answer; empty before the first. */
    private Optional<TSIGRecord> previous = Optional.empty();

    ResponseSigner(ClientIdentity sender, InstantSource clock) {
        this.sender = sender;
        this.clock = clock;
    }

    /** Returns the most octets that the signature adds to an answer. */
    int reserve() {
        return switch (sender) {
            case ClientIdentity.Anonymous _ -> 0;
            case ClientIdentity.KeyHolder(_, TSIGRecord signature) -> length(signature);
            case ClientIdentity.UnknownKey(TSIGRecord signature) -> length(signature);
            case ClientIdentity.BadSignature(_, TSIGRecord signature, _) -> length(signature);
        };
    }

    private static int length(TSIGRecord signature) {
        int fixed = 2 + 2 + 4 + 2 + 6 + 2 + 2 + 2 + 2 + 2;
        int serverTime = 6;
        return signature.getName().length()
                + signature.getAlgorithm().length()
                + fixed
                + LONGEST_DIGEST
                + serverTime;
    }

    /** Returns the answer with its signature, or unchanged if the request was not signed. */
    byte[] sign(byte[] answer) {
        return switch (sender) {
            case ClientIdentity.Anonymous _ -> answer;
            case ClientIdentity.KeyHolder(TsigKey key, TSIGRecord signature) -> {
                TSIGRecord next = next(key, signature, answer);
                previous = Optional.of(next);
                yield appended(answer, next);
            }
            case ClientIdentity.UnknownKey(TSIGRecord signature) ->
                    appended(answer, empty(signature, Rcode.BADKEY));
            case ClientIdentity.BadSignature(TsigKey key, TSIGRecord signature, int error) ->
                    appended(
                            answer,
                            error == Rcode.BADTIME
                                    ? key.signer(clock)
                                            .generate(
                                                    new Message(id(answer)),
                                                    answer,
                                                    error,
                                                    signature)
                                    : empty(signature, error));
        };
    }

    /**
     * After the first message, only the timers are signed besides the message (RFC 8945, section
     * 5.3.1).
     */
    private TSIGRecord next(TsigKey key, TSIGRecord asked, byte[] answer) {
        return key.signer(clock)
                .generate(
                        new Message(id(answer)),
                        answer,
                        Rcode.NOERROR,
                        previous.orElse(asked),
                        previous.isEmpty());
    }

    /** Returns an error without a signature, for a key that cannot sign. */
    private static TSIGRecord empty(TSIGRecord asked, int error) {
        return new TSIGRecord(
                asked.getName(),
                DClass.ANY,
                0,
                asked.getAlgorithm(),
                asked.getTimeSigned(),
                asked.getFudge(),
                NONE,
                asked.getOriginalID(),
                error,
                NONE);
    }

    private static int id(byte[] answer) {
        return ByteBuffer.wrap(answer).getShort() & 0xffff;
    }

    private static byte[] appended(byte[] answer, TSIGRecord signature) {
        byte[] last = signature.toWire(Section.ADDITIONAL);
        byte[] signed = Arrays.copyOf(answer, answer.length + last.length);
        System.arraycopy(last, 0, signed, answer.length, last.length);
        var header = ByteBuffer.wrap(signed);
        int additional = Header.LENGTH - 2;
        header.putShort(additional, (short) (header.getShort(additional) + 1));
        return signed;
    }
}
