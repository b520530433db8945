package dev.wgmesh.serve;

import dev.wgmesh.zone.Question;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What is said to one message, with the OPT and the signature that it wants.
 *
 * @param asked the message
 * @param option its OPT; empty: none
 */
record ResponseBuilder(Message asked, Optional<OPTRecord> option, AnswerSigner signer) {
    /** Octets of an answer over UDP without EDNS at the most (RFC 1035, section 4.2.1). */
    private static final int PLAIN = 512;

    /** Octets of an answer over UDP at the most: none is broken into fragments. */
    private static final int PAYLOAD = 1232;

    /** Octets of an answer over TCP at the most (RFC 1035, section 4.2.2). */
    private static final int STREAM = 65535;

    private static final int EDNS_VERSION = 0;

    /** A header that answers another. */
    static Message bare(Header asked, int rcode) {
        var reply = new Message(asked.getID());
        Header header = reply.getHeader();
        header.setFlag(Flags.QR);
        header.setOpcode(asked.getOpcode());
        header.setRcode(rcode & 0xf);
        for (int flag : List.of((int) Flags.RD, (int) Flags.CD)) {
            if (asked.getFlag(flag)) {
                header.setFlag(flag);
            }
        }
        return reply;
    }

    /** Whether the message is of an EDNS that is not known here. */
    boolean isOfLaterEdns() {
        return option.map(opt -> opt.getVersion() > EDNS_VERSION).orElse(false);
    }

    /** The question and an rcode: all that is said of an update, and of what is not done. */
    byte[] refusing(int rcode) {
        Message reply = about(rcode);
        option(rcode).ifPresent(opt -> reply.addRecord(opt, Section.ADDITIONAL));
        return signer.sign(reply.toWire());
    }

    /** Header and question. */
    Message about(int rcode) {
        Message reply = bare(asked.getHeader(), rcode);
        asked.getSection(Section.QUESTION).stream()
                .limit(1)
                .forEach(question -> reply.addRecord(question, Section.QUESTION));
        return reply;
    }

    /** The OPT of the reply. */
    Optional<OPTRecord> option(int rcode) {
        return option.map(opt ->
                new OPTRecord(
                        PAYLOAD,
                        rcode >> 4,
                        EDNS_VERSION,
                        rcode == Rcode.BADVERS
                                ? 0
                                : opt.getFlags() & ExtendedFlags.DO)); // RFC 3225, section 3
    }

    /** What the zones say to the question. */
    byte[] to(ServedZones zones, Record question, boolean overTcp) {
        OptionalInt refusal = refusal(question);
        if (refusal.isPresent()) {
            return refusing(refusal.getAsInt());
        }
        Message reply = about(Rcode.NOERROR);
        fill(reply, Resolution.of(zones, new Question(question.getName(), question.getType())));
        option(reply.getRcode()).ifPresent(opt -> reply.addRecord(opt, Section.ADDITIONAL));
        int limit =
                overTcp
                        ? STREAM
                        : option.map(opt -> Math.clamp(opt.getPayloadSize(), PLAIN, PAYLOAD))
                                .orElse(PLAIN);
        return signer.sign(rendered(reply, limit - signer.reserve()));
    }

    /** The rcode of a question that no zone is asked for. */
    private static OptionalInt refusal(Record question) {
        return switch (question.getType()) {
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
