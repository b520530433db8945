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

/** Answers the messages of clients. */
final class RequestHandler {
    private final Supplier<ServedZones> zones;
    private volatile ResponseCache cache = new ResponseCache(ServedZones.NONE);
    private final UpdateKeys keys;
    private final ZoneUpdater updates;

    /** Creates a handler that accepts updates signed with the keys. */
    RequestHandler(Supplier<ServedZones> zones, UpdateKeys keys, ZoneUpdater updates) {
        this.zones = zones;
        this.keys = keys;
        this.updates = updates;
    }

    /** Returns the answer; none for octets that are too short or not a request. */
    ResponseMessages handle(RequestMessage incoming) {
        ServedZones now = zones.get();
        ResponseCache known = cache;
        if (!known.zones().equals(now)) {
            known = new ResponseCache(now);
            cache = known;
        }
        Optional<byte[]> response = known.get(incoming);
        return response.isPresent() ? ResponseMessages.of(response.get()) : handle(incoming, known);
    }

    private ResponseMessages handle(RequestMessage incoming, ResponseCache known) {
        Optional<Header> header = header(incoming.octets());
        if (header.isEmpty() || header.get().getFlag(Flags.QR)) {
            return ResponseMessages.NONE;
        }
        int opcode = header.get().getOpcode();
        if (opcode != Opcode.QUERY && opcode != Opcode.UPDATE) {
            return errorResponse(header.get(), Rcode.NOTIMP);
        }
        Message message;
        try {
            message = new Message(incoming.octets());
        } catch (IOException | RuntimeException _) {
            return errorResponse(header.get(), Rcode.FORMERR);
        }
        if (opcode == Opcode.UPDATE && !isWritable(message)) {
            return errorResponse(header.get(), Rcode.FORMERR);
        }
        Optional<OPTRecord> option = Optional.empty();
        for (Record record : message.getSection(Section.ADDITIONAL)) {
            if (record instanceof OPTRecord opt) {
                if (option.isPresent() || !opt.getName().equals(Name.root)) {
                    return errorResponse(header.get(), Rcode.FORMERR);
                }
                option = Optional.of(opt);
            }
        }
        if (isMalformed(message.getTSIG())) {
            return errorResponse(header.get(), Rcode.FORMERR);
        }
        ClientIdentity sender = keys.identify(message, incoming.octets());
        var reply = new ResponseBuilder(message, option, keys.signer(sender));
        if (reply.hasUnsupportedEdns()) {
            return ResponseMessages.of(reply.withRcode(Rcode.BADVERS));
        }
        return switch (sender) {
            case ClientIdentity.UnknownKey(var signature) ->
                    unverified(reply, signature.getName(), Rcode.BADKEY);
            case ClientIdentity.BadSignature(var key, _, int error) ->
                    unverified(reply, key.name(), error);
            case ClientIdentity.Anonymous _, ClientIdentity.KeyHolder _ ->
                    handle(incoming, message, reply, sender, known);
        };
    }

    /** Returns whether dnsjava can write all records: it reads a WKS without ports and cannot. */
    private static boolean isWritable(Message message) {
        try {
            return message.toWire().length > 0;
        } catch (RuntimeException _) {
            return false;
        }
    }

    /**
     * Returns whether class or TTL of the signature is wrong: they are signed as ANY and 0 (RFC
     * 8945, section 4.2).
     */
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

    private static ResponseMessages errorResponse(Header asked, int rcode) {
        return ResponseMessages.of(ResponseBuilder.header(asked, rcode).toWire());
    }

    private static ResponseMessages unverified(ResponseBuilder reply, Name key, int error) {
        return new ResponseMessages(
                List.of(reply.withRcode(Rcode.NOTAUTH)),
                Optional.of(
                        "rejected a message signed with the key "
                                + key.toString(true)
                                + ": "
                                + Rcode.TSIGstring(error)));
    }

    private ResponseMessages handle(
            RequestMessage incoming,
            Message message,
            ResponseBuilder reply,
            ClientIdentity sender,
            ResponseCache known) {
        if (message.getHeader().getOpcode() == Opcode.UPDATE) {
            return new UpdateExchange(known.zones(), updates, sender).handle(message, reply);
        }
        if (message.getHeader().getCount(Section.QUESTION) != 1) {
            return ResponseMessages.of(reply.withRcode(Rcode.FORMERR));
        }
        Record question = message.getQuestion();
        return switch (question.getType()) {
            case Type.AXFR, Type.IXFR ->
                    new TransferExchange(known.zones(), incoming).handle(message, reply);
            default -> {
                byte[] answer = reply.answer(known.zones(), question, incoming.overTcp());
                if (sender instanceof ClientIdentity.Anonymous && reply.isRepeatable()) {
                    known.put(incoming, answer);
                }
                yield ResponseMessages.of(answer);
            }
        };
    }
}
