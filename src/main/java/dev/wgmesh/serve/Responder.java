package dev.wgmesh.serve;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/** Turns the octets of a message into those of its answers. */
final class Responder {
    private final Supplier<ServedZones> zones;
    private final UpdateKeys keys;
    private final Updates updates;

    /** One that takes updates signed with the keys. */
    Responder(Supplier<ServedZones> zones, UpdateKeys keys, Updates updates) {
        this.zones = zones;
        this.keys = keys;
        this.updates = updates;
    }

    /** The answer; nothing where the octets get none: no query, or too short to be one. */
    Outgoing answer(Incoming incoming) {
        Optional<Header> header = header(incoming.octets());
        if (header.isEmpty() || header.get().getFlag(Flags.QR)) {
            return Outgoing.NONE;
        }
        int opcode = header.get().getOpcode();
        if (opcode != Opcode.QUERY && opcode != Opcode.UPDATE) {
            return refused(header.get(), Rcode.NOTIMP);
        }
        Message message;
        try {
            message = new Message(incoming.octets());
        } catch (IOException | RuntimeException _) {
            return refused(header.get(), Rcode.FORMERR);
        }
        List<Record> options =
                message.getSection(Section.ADDITIONAL).stream()
                        .filter(record -> record.getType() == Type.OPT)
                        .toList();
        if (options.size() > 1
                || options.stream().anyMatch(record -> !record.getName().equals(Name.root))
                || isMalformed(message.getTSIG())) {
            return refused(header.get(), Rcode.FORMERR);
        }
        Optional<OPTRecord> option = options.stream().map(OPTRecord.class::cast).findFirst();
        Sender sender = keys.sender(message, incoming.octets());
        var reply = new Reply(message, option, keys.signer(sender));
        if (reply.isOfLaterEdns()) {
            return Outgoing.of(reply.refusing(Rcode.BADVERS));
        }
        return switch (sender) {
            case Sender.Stranger(var signature) ->
                    unverified(reply, signature.getName(), Rcode.BADKEY);
            case Sender.Suspect(var key, _, int error) -> unverified(reply, key.name(), error);
            case Sender.Anybody _, Sender.Holder _ -> answer(incoming, message, reply, sender);
        };
    }

    /** Its class and TTL are signed as what they must be (RFC 8945, section 4.2). */
    private static boolean isMalformed(@Nullable TSIGRecord signature) {
        return signature != null
                && (signature.getDClass() != DClass.ANY || signature.getTTL() != 0);
    }

    private static Optional<Header> header(byte[] octets) {
        try {
            return Optional.of(new Header(octets));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Outgoing refused(Header asked, int rcode) {
        return Outgoing.of(Reply.bare(asked, rcode).toWire());
    }

    private static Outgoing unverified(Reply reply, Name key, int error) {
        return new Outgoing(
                List.of(reply.refusing(Rcode.NOTAUTH)),
                Optional.of(
                        "not taken: a message signed with the key "
                                + key.toString(true)
                                + ": "
                                + Rcode.TSIGstring(error)));
    }

    private Outgoing answer(Incoming incoming, Message message, Reply reply, Sender sender) {
        if (message.getHeader().getOpcode() == Opcode.UPDATE) {
            return new UpdateExchange(zones.get(), updates, sender).answer(message, reply);
        }
        if (message.getHeader().getCount(Section.QUESTION) != 1) {
            return Outgoing.of(reply.refusing(Rcode.FORMERR));
        }
        Record question = message.getQuestion();
        return switch (question.getType()) {
            case Type.AXFR, Type.IXFR ->
                    new TransferExchange(zones.get(), incoming).answer(message, reply);
            default -> Outgoing.of(reply.to(zones.get(), question, incoming.overTcp()));
        };
    }
}
