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
 * Builds the response to one request, with OPT and signature as the request needs.
 *
 * @param asked the request
 * @param option the OPT of the request; empty: none
 */
record ResponseBuilder(Message asked, Optional<OPTRecord> option, ResponseSigner signer) {
    /** The most octets of an answer over UDP without EDNS (RFC 1035, section 4.2.1). */
    private static final int PLAIN = 512;

    /** The most octets of an answer over UDP, to avoid fragments. */
    private static final int PAYLOAD = 1232;

    /** The most octets of an answer over TCP (RFC 1035, section 4.2.2). */
    private static final int STREAM = 65535;

    private static final int EDNS_VERSION = 0;

    /** Returns a response of only a header. */
    static Message header(Header asked, int rcode) {
        var reply = new Message(asked.getID());
        Header header = reply.getHeader();
        header.setFlag(Flags.QR);
        header.setOpcode(asked.getOpcode());
        header.setRcode(rcode & 0xf);
        copyFlag(Flags.RD, asked, header);
        copyFlag(Flags.CD, asked, header);
        return reply;
    }

    private static void copyFlag(int flag, Header asked, Header reply) {
        if (asked.getFlag(flag)) {
            reply.setFlag(flag);
        }
    }

    /** Returns whether the request has a later EDNS version than this server supports. */
    boolean hasUnsupportedEdns() {
        return option.map(opt -> opt.getVersion() > EDNS_VERSION).orElse(false);
    }

    /** Returns whether the request may come again: it has no EDNS option such as a cookie. */
    boolean isRepeatable() {
        return option.map(opt -> opt.getOptions().isEmpty()).orElse(true);
    }

    /** Returns a response of question and rcode: for an update, or an error. */
    byte[] withRcode(int rcode) {
        Message reply = headerAndQuestion(rcode);
        option(rcode).ifPresent(opt -> reply.addRecord(opt, Section.ADDITIONAL));
        return signer.sign(reply.toWire());
    }

    /** Returns a response of header and question. */
    Message headerAndQuestion(int rcode) {
        Message reply = header(asked.getHeader(), rcode);
        Optional.ofNullable(asked.getQuestion())
                .ifPresent(question -> reply.addRecord(question, Section.QUESTION));
        return reply;
    }

    /** Returns the OPT of the response. */
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

    /** Returns the answer of the zones to the question. */
    byte[] answer(ServedZones zones, Record question, boolean overTcp) {
        OptionalInt refusal = refusal(question);
        if (refusal.isPresent()) {
            return withRcode(refusal.getAsInt());
        }
        Message reply = headerAndQuestion(Rcode.NOERROR);
        fill(reply, Resolution.of(zones, new Question(question.getName(), question.getType())));
        option(reply.getRcode()).ifPresent(opt -> reply.addRecord(opt, Section.ADDITIONAL));
        int limit =
                overTcp
                        ? STREAM
                        : option.map(opt -> Math.clamp(opt.getPayloadSize(), PLAIN, PAYLOAD))
                                .orElse(PLAIN);
        return signer.sign(render(reply, limit - signer.reserve()));
    }

    /** Returns the rcode of a question that is refused without looking at a zone. */
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
        add(reply, resolution.answer(), Section.ANSWER);
        add(reply, resolution.authority(), Section.AUTHORITY);
        add(reply, resolution.additional(), Section.ADDITIONAL);
        reply.getHeader().setRcode(resolution.rcode());
        if (resolution.isAuthoritative()) {
            reply.getHeader().setFlag(Flags.AA);
        }
    }

    /** Skips duplicate records (RFC 2181, section 5.5). */
    private static void add(Message reply, List<Record> records, int section) {
        for (Record record : records) {
            if (!reply.findRecord(record, section)) {
                reply.addRecord(record, section);
            }
        }
    }

    /** Renders whole RRsets only; sets TC when an answer, authority or glue RRset does not fit. */
    private static byte[] render(Message reply, int limit) {
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
