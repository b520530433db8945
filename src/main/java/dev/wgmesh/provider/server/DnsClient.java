package dev.wgmesh.provider.server;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.WireMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A server that is talked to over TCP. */
final class DnsClient {
    private static final Duration PATIENCE = Duration.ofMillis(2500);

    private final ServerAccess location;
    private final Duration patience;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final TsigSigner signer;

    DnsClient(ServerAccess place, RandomGenerator random, InstantSource clock) {
        this(place, PATIENCE, random, clock);
    }

    /**
     * Creates a server.
     *
     * @param patience how long is waited to connect, and for each next octet
     */
    DnsClient(ServerAccess place, Duration patience, RandomGenerator random, InstantSource clock) {
        this.location = place;
        this.patience = patience;
        this.random = random;
        this.clock = clock;
        this.signer = new TsigSigner(place.key(), clock);
    }

    ServerAccess location() {
        return location;
    }

    TsigSigner signer() {
        return signer;
    }

    /** Returns an ID for a message; those that follow it are free too. */
    int id() {
        synchronized (random) {
            return random.nextInt(1 << 16);
        }
    }

    ServerConnection connect() throws NoResponse {
        return ServerConnection.open(location, patience, clock);
    }

    /** Returns a query for the server's own data. */
    SignedMessage query(Question question, int id) {
        Message query = Message.newQuery(question.dnsRecord());
        query.getHeader().setID(id);
        query.getHeader().unsetFlag(Flags.RD);
        return signer.sign(query.toWire());
    }

    /** Returns a query for what changed in a zone since that SOA (RFC 1995, section 3). */
    SignedMessage incrementalQuery(SOARecord known, int id) {
        Message query = Message.newQuery(Record.newRecord(known.getName(), Type.IXFR, DClass.IN));
        query.getHeader().setID(id);
        query.getHeader().unsetFlag(Flags.RD);
        query.addRecord(known, Section.AUTHORITY);
        return signer.sign(query.toWire());
    }

    /** Returns what comes of one message. */
    ServerReply send(SignedMessage message) {
        try (ServerConnection connection = connect()) {
            connection.send(List.of(message));
            byte[] octets = connection.receive();
            return signer.verify(parse(octets, message.id()), octets, message);
        } catch (NoResponse none) {
            return ServerReply.of(none);
        }
    }

    /**
     * Returns what comes of each question; the same fault of all where the server cannot be
     * reached.
     */
    SortedMap<Question, ServerReply> queryAll(Collection<Question> questions) {
        try (ServerQueries dialogue = openQueries(budget())) {
            return dialogue.queryAll(questions);
        }
    }

    /** Questions one after the other, as long as the budget lasts. */
    ServerQueries openQueries(ReadingBudget budget) {
        return new ServerQueries(this, budget);
    }

    /** Returns the budget of a reading that is no part of another. */
    ReadingBudget budget() {
        return ReadingBudget.of(clock);
    }

    /** Returns the reply to the message of that ID. */
    static Message parse(byte[] octets, int id) throws NoResponse {
        try {
            Message reply = WireMessage.parse(octets);
            if (reply.getHeader().getID() != id || !reply.getHeader().getFlag(Flags.QR)) {
                throw ServerConnection.malformed("an answer that matches no question");
            }
            return reply;
        } catch (NoResponse none) {
            throw none;
        } catch (IOException | RuntimeException _) {
            throw ServerConnection.malformed("an answer that cannot be read");
        }
    }
}
