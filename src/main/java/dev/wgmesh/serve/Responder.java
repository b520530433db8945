package dev.wgmesh.serve;

import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Turns the octets of a query into those of its answer. */
final class Responder {
    /** Octets of an answer over UDP without EDNS at the most (RFC 1035, section 4.2.1). */
    private static final int PLAIN = 512;

    /** Octets of an answer over UDP at the most: none is broken into fragments. */
    private static final int PAYLOAD = 1232;

    /** Octets of an answer over TCP at the most (RFC 1035, section 4.2.2). */
    private static final int STREAM = 65535;

    private static final int EDNS_VERSION = 0;

    private Responder() {}

    /** The answer; empty where the octets get none: no query, or too short to be one. */
    static Optional<byte[]> answer(ServedZones zones, byte[] octets, boolean overTcp) {
        Optional<Header> header = header(octets);
        if (header.isEmpty() || header.get().getFlag(Flags.QR)) {
            return Optional.empty();
        }
        if (header.get().getOpcode() != Opcode.QUERY) {
            return Optional.of(bare(header.get(), Rcode.NOTIMP).toWire());
        }
        Message query;
        try {
            query = new Message(octets);
        } catch (IOException | RuntimeException _) {
            return Optional.of(bare(header.get(), Rcode.FORMERR).toWire());
        }
        Record question = query.getQuestion();
        List<Record> options =
                query.getSection(Section.ADDITIONAL).stream()
                        .filter(record -> record.getType() == Type.OPT)
                        .toList();
        if (header.get().getCount(Section.QUESTION) != 1
                || question == null
                || options.size() > 1
                || options.stream().anyMatch(record -> !record.getName().equals(Name.root))) {
            return Optional.of(bare(header.get(), Rcode.FORMERR).toWire());
        }
        Optional<OPTRecord> option = options.stream().map(OPTRecord.class::cast).findFirst();
        Message reply = reply(zones, query, question, option);
        int limit =
                overTcp
                        ? STREAM
                        : option.map(opt -> Math.clamp(opt.getPayloadSize(), PLAIN, PAYLOAD))
                                .orElse(PLAIN);
        return Optional.of(rendered(reply, limit));
    }

    private static Optional<Header> header(byte[] octets) {
        try {
            return Optional.of(new Header(octets));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Message bare(Header asked, int rcode) {
        var reply = new Message(asked.getID());
        Header header = reply.getHeader();
        header.setFlag(Flags.QR);
        header.setOpcode(asked.getOpcode());
        header.setRcode(rcode);
        for (int flag : List.of((int) Flags.RD, (int) Flags.CD)) {
            if (asked.getFlag(flag)) {
                header.setFlag(flag);
            }
        }
        return reply;
    }

    private static Message reply(
            ServedZones zones, Message query, Record question, Optional<OPTRecord> option) {
        Message reply = bare(query.getHeader(), Rcode.NOERROR);
        reply.addRecord(question, Section.QUESTION);
        if (option.isPresent() && option.get().getVersion() > EDNS_VERSION) {
            addOption(reply, option.get(), Rcode.BADVERS);
            return reply;
        }
        OptionalInt refusal = refusal(question);
        if (refusal.isPresent()) {
            reply.getHeader().setRcode(refusal.getAsInt());
        } else {
            fill(reply, Resolution.of(zones, new Question(question.getName(), question.getType())));
        }
        option.ifPresent(opt -> addOption(reply, opt, reply.getHeader().getRcode()));
        return reply;
    }

    /** The rcode of a question that no zone is asked for. */
    private static OptionalInt refusal(Record question) {
        return switch (question.getType()) {
            case Type.AXFR, Type.IXFR -> OptionalInt.of(Rcode.REFUSED);
            case Type.MAILA, Type.MAILB -> OptionalInt.of(Rcode.NOTIMP);
            case Type.OPT, Type.TSIG, Type.TKEY -> OptionalInt.of(Rcode.FORMERR);
            default ->
                    question.getDClass() == DClass.IN || question.getDClass() == DClass.ANY
                            ? OptionalInt.empty()
                            : OptionalInt.of(Rcode.REFUSED);
        };
    }

    private static void fill(Message reply, Resolution resolution) {
        resolution.answer().forEach(record -> add(reply, record, Section.ANSWER));
        resolution.authority().forEach(record -> add(reply, record, Section.AUTHORITY));
        resolution.additional().forEach(record -> add(reply, record, Section.ADDITIONAL));
        reply.getHeader().setRcode(resolution.rcode());
        if (resolution.isAuthoritative()) {
            reply.getHeader().setFlag(Flags.AA);
        }
    }

    /** RFC 2181, section 5.5: no record twice. */
    private static void add(Message reply, Record record, int section) {
        if (!reply.findRecord(record, section)) {
            reply.addRecord(record, section);
        }
    }

    private static void addOption(Message reply, OPTRecord asked, int rcode) {
        reply.getHeader().setRcode(rcode & 0xf);
        int flags = asked.getFlags() & ExtendedFlags.DO; // RFC 3225, section 3
        reply.addRecord(
                new OPTRecord(PAYLOAD, rcode >> 4, EDNS_VERSION, flags), Section.ADDITIONAL);
    }

    /** Whole RRsets only; TC where an answer, an authority or a referral's glue is left out. */
    private static byte[] rendered(Message reply, int limit) {
        byte[] whole = reply.toWire(limit);
        boolean referral =
                !reply.getHeader().getFlag(Flags.AA)
                        && !reply.getSection(Section.AUTHORITY).isEmpty();
        if (referral && reply.toWire(STREAM).length > whole.length) {
            reply.getHeader().setFlag(Flags.TC); // RFC 9471, section 3
            return reply.toWire(limit);
        }
        return whole;
    }
}
