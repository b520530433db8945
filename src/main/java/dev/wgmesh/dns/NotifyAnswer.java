package dev.wgmesh.dns;

import dev.wgmesh.tsig.TsigKey;
import dev.wgmesh.zone.WireMessage;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/**
 * Reads and answers messages that a primary sends when a zone changed (NOTIFY, RFC 1996).
 *
 * @param keys one of which must have signed a message; empty: no signature is needed
 */
record NotifyAnswer(List<TsigKey> keys, InstantSource clock) {
    /**
     * The answer to a message.
     *
     * @param accepted whether a zone may have changed
     * @param reply to be sent; empty: the message is no NOTIFY and is ignored
     */
    record Answer(boolean accepted, Optional<byte[]> reply) {
        private static final Answer IGNORED = new Answer(false, Optional.empty());
    }

    NotifyAnswer {
        keys = List.copyOf(keys);
    }

    /** Returns the answer to a message of the primary. */
    Answer to(byte[] octets) {
        Message message;
        try {
            message = WireMessage.parse(octets);
        } catch (IOException _) {
            return Answer.IGNORED;
        }
        boolean isNotify =
                message.getHeader().getOpcode() == Opcode.NOTIFY
                        && !message.getHeader().getFlag(Flags.QR)
                        && message.getQuestion() != null
                        && message.getQuestion().getType() == Type.SOA;
        if (!isNotify) {
            return Answer.IGNORED;
        }
        Optional<TSIGRecord> signature = Optional.ofNullable(message.getTSIG());
        Optional<TSIG> signer = signature.flatMap(it -> signer(message, octets, it));
        boolean accepted = keys.isEmpty() || signer.isPresent();
        var reply = new Message(message.getHeader().getID());
        reply.getHeader().setOpcode(Opcode.NOTIFY);
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.AA);
        reply.getHeader().setRcode(accepted ? Rcode.NOERROR : Rcode.REFUSED);
        reply.addRecord(message.getQuestion(), Section.QUESTION);
        signer.ifPresent(it -> it.apply(reply, signature.orElseThrow()));
        return new Answer(accepted, Optional.of(reply.toWire(Message.MAXLENGTH)));
    }

    /** Returns the signer of the key that signed the message; empty: none of ours did. */
    private Optional<TSIG> signer(Message message, byte[] octets, TSIGRecord signature) {
        return keys.stream()
                .filter(key -> key.name().equals(signature.getName()))
                .map(key -> key.signer(clock))
                .filter(it -> it.verify(message, octets, null, true) == Rcode.NOERROR)
                .findFirst();
    }
}
