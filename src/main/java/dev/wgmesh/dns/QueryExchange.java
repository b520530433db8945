package dev.wgmesh.dns;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.WireMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** One query sent to one server, until its answer or its deadline. */
final class QueryExchange {
    /** Octets that cross nearly every path without fragmentation (DNS flag day 2020). */
    private static final int PAYLOAD = 1232;

    /** Octets of the header of a message, and of an OPT record without options (RFC 6891). */
    private static final int HEADER = 12;

    private static final int OPT = 11;

    /** Recursion desired, and checking disabled (RFC 4035, section 3.2.2). */
    private static final int RD = 0x0100;

    private static final int CD = 0x0010;

    /** The OPT record of a query (RFC 6891). */
    enum Edns {
        /** None, for a server that does not know it. */
        NONE,
        /** With the size of answers only. */
        SIZE,
        /**
         * With the request for signatures (DO), to be validated here (CD; RFC 4035, section 3.2).
         */
        SIGNATURES
    }

    private final LookupState lookup;
    private final NameServer server;
    private final Question question;
    private final int id;
    private final Edns edns;
    private final boolean overTcp;
    private final boolean whole;
    private final byte[] query;
    private final Duration deadline;

    /**
     * Creates a query for the current question of a lookup.
     *
     * @param id the ID that the answer must have
     * @param edns what the query says about extensions
     * @param whole whether the whole reply is needed, not only the answer
     * @param deadline on the batch's stopwatch
     */
    QueryExchange(
            LookupState lookup,
            NameServer server,
            int id,
            Edns edns,
            boolean overTcp,
            boolean whole,
            Duration deadline) {
        this.lookup = lookup;
        this.server = server;
        this.question = lookup.currentQuestion();
        this.id = id;
        this.edns = edns;
        this.overTcp = overTcp;
        this.whole = whole;
        this.query = query(id, question, edns);
        this.deadline = deadline;
    }

    LookupState lookup() {
        return lookup;
    }

    NameServer server() {
        return server;
    }

    Question question() {
        return question;
    }

    int id() {
        return id;
    }

    Edns edns() {
        return edns;
    }

    boolean overTcp() {
        return overTcp;
    }

    /** Returns its octets (RFC 1035, section 4.1). */
    byte[] query() {
        return query;
    }

    /** Returns until when an answer counts, on the batch's stopwatch. */
    Duration deadline() {
        return deadline;
    }

    /** Returns the octets of a query. */
    static byte[] query(int id, Question question, Edns edns) {
        byte[] name = question.owner().toWire();
        int options = edns == Edns.NONE ? 0 : 1;
        int end = HEADER + name.length;
        byte[] query = new byte[end + 4 + options * OPT];
        put(query, 0, id);
        put(query, 2, edns == Edns.SIGNATURES ? RD | CD : RD);
        put(query, 4, 1); // questions
        put(query, 10, options); // additional records
        System.arraycopy(name, 0, query, HEADER, name.length);
        put(query, end, question.type());
        put(query, end + 2, DClass.IN);
        if (edns != Edns.NONE) {
            put(query, end + 5, Type.OPT); // after the root, a zero
            put(query, end + 7, PAYLOAD);
            put(query, end + 11, edns == Edns.SIGNATURES ? ExtendedFlags.DO : 0);
        }
        return query;
    }

    private static void put(byte[] octets, int at, int number) {
        octets[at] = (byte) (number >> 8);
        octets[at + 1] = (byte) number;
    }

    /** Returns the ID: the JVM takes longer to find one for the identity of an object. */
    @Override
    public int hashCode() {
        return id;
    }

    /** Returns whether it is the same exchange. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    /** A received message. */
    sealed interface Reply {
        /** An answer to this query. */
        record Valid(Message message) implements Reply {}

        /**
         * An answer to this query in the usual form, of which the rest is not needed.
         *
         * @param octets of the message
         */
        record Plain(LookupResult.Final result, boolean authoritative, int octets)
                implements Reply {}

        /** A message with the query's ID that cannot be parsed. */
        record Malformed() implements Reply {}

        /** Any other message: late or forged (RFC 5452, section 9.1). */
        record Unrelated() implements Reply {}
    }

    /** Returns what a received message is to this query. */
    Reply reply(byte[] octets) {
        if (!whole) {
            Optional<LookupResult.Final> result = PlainReply.read(octets, query, question);
            if (result.isPresent()) {
                return new Reply.Plain(
                        result.get(), PlainReply.isAuthoritative(octets), octets.length);
            }
        }
        if (!headerOf(octets).filter(this::matches).isPresent()) {
            return new Reply.Unrelated();
        }
        try {
            Message message = WireMessage.parse(octets);
            return matches(message) ? new Reply.Valid(message) : new Reply.Unrelated();
        } catch (IOException | RuntimeException _) {
            return new Reply.Malformed();
        }
    }

    static Optional<Header> headerOf(byte[] octets) {
        try {
            return Optional.of(new Header(octets));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private boolean matches(Header header) {
        return header.getID() == id
                && header.getFlag(Flags.QR)
                && header.getOpcode() == Opcode.QUERY;
    }

    private boolean matches(Message message) {
        Record asked = message.getQuestion();
        if (asked == null) {
            return message.getRcode() != Rcode.NOERROR && message.getRcode() != Rcode.NXDOMAIN;
        }
        return asked.getName().equals(question.owner())
                && asked.getType() == question.type()
                && asked.getDClass() == DClass.IN;
    }
}
