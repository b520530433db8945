package dev.wgmesh.provider.server;

import dev.wgmesh.tsig.TsigKey;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/** Signs messages to a server and checks its replies, where there is a key (RFC 8945). */
final class TsigSigner {
    private final Optional<TsigKey> key;
    private final InstantSource clock;

    TsigSigner(Optional<TsigKey> key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Returns the message with its signature. */
    SignedMessage sign(byte[] octets) {
        int id = ByteBuffer.wrap(octets).getShort() & 0xffff;
        if (key.isEmpty()) {
            return new SignedMessage(id, octets, Optional.empty());
        }
        TSIGRecord signature =
                key.get().signer(clock).generate(new Message(id), octets, Rcode.NOERROR, null);
        byte[] last = signature.toWire(Section.ADDITIONAL);
        byte[] signed = Arrays.copyOf(octets, octets.length + last.length);
        System.arraycopy(last, 0, signed, octets.length, last.length);
        var header = ByteBuffer.wrap(signed);
        int additional = Header.LENGTH - 2;
        header.putShort(additional, (short) (header.getShort(additional) + 1));
        return new SignedMessage(id, signed, Optional.of(signature));
    }

    /** Returns what came of the message, by a reply to it. */
    ServerReply verify(Message reply, byte[] octets, SignedMessage sent) {
        if (key.isEmpty()) {
            return new ServerReply.Answered(reply);
        }
        var faults = new SignatureFaults(key.get(), clock);
        Optional<TSIGRecord> signature = Optional.ofNullable(reply.getTSIG());
        if (signature.isEmpty()) {
            // A server may leave a rejection unsigned. UpdateCommit looks up whether it is true.
            return isRejection(reply.getRcode())
                    ? new ServerReply.Answered(reply)
                    : new ServerReply.Lost(faults.unsigned(), false);
        }
        if (reply.getRcode() == Rcode.NOTAUTH && signature.get().getError() != Rcode.NOERROR) {
            return new ServerReply.Rejected(faults.rejected(signature.get()));
        }
        int error =
                key.get().signer(clock).verify(reply, octets, sent.signature().orElseThrow(), true);
        return error == Rcode.NOERROR
                ? new ServerReply.Answered(reply)
                : new ServerReply.Lost(faults.unverified(error, signature.get()), false);
    }

    /**
     * Returns whether a reply to a signed message has no signature: anybody on the way can have
     * sent it, so what it says is looked up (RFC 8945, section 5.4).
     */
    boolean isUnproved(Message reply) {
        return key.isPresent() && reply.getTSIG() == null;
    }

    /**
     * Returns what checks the messages of a transfer, one after the other; empty: nothing needs to.
     */
    Optional<TSIG.StreamVerifier> stream(SignedMessage sent) {
        return key.map(known ->
                new TSIG.StreamVerifier(known.signer(clock), sent.signature().orElseThrow()));
    }

    /** Returns the fault of a message of a transfer that does not verify. */
    DnsServerFault unverified() {
        return new SignatureFaults(key.orElseThrow(), clock).unsigned();
    }

    private static boolean isRejection(int rcode) {
        return switch (rcode) {
            case Rcode.FORMERR,
                    Rcode.SERVFAIL,
                    Rcode.NOTIMP,
                    Rcode.REFUSED,
                    Rcode.NOTAUTH,
                    Rcode.NOTZONE ->
                    true;
            default -> false;
        };
    }
}
