package dev.wgmesh.provider.server;

import dev.wgmesh.zone.Question;
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

/** A server that is talked to over TCP. */
final class Server {
    private static final Duration PATIENCE = Duration.ofMillis(2500);

    private final ServerPlace place;
    private final Duration patience;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final Signer signer;

    Server(ServerPlace place, RandomGenerator random, InstantSource clock) {
        this(place, PATIENCE, random, clock);
    }

    /**
     * A server.
     *
     * @param patience how long is waited to connect, and for each next octet
     */
    Server(ServerPlace place, Duration patience, RandomGenerator random, InstantSource clock) {
        this.place = place;
        this.patience = patience;
        this.random = random;
        this.clock = clock;
        this.signer = new Signer(place.key(), clock);
    }

    ServerPlace place() {
        return place;
    }

    Signer signer() {
        return signer;
    }

    /** An ID for a message; those that follow it are free too. */
    int id() {
        synchronized (random) {
            return random.nextInt(1 << 16);
        }
    }

    Connection connect() throws NoReply {
        return Connection.open(place, patience, clock);
    }

    /** A query for the server's own data. */
    Outgoing query(Question question, int id) {
        var record = Record.newRecord(question.owner(), question.type(), DClass.IN);
        Message query = Message.newQuery(record);
        query.getHeader().setID(id);
        query.getHeader().unsetFlag(Flags.RD);
        return signer.sign(query.toWire());
    }

    /** What comes of one message. */
    Reply send(Outgoing message) {
        try (Connection connection = connect()) {
            connection.send(List.of(message));
            byte[] octets = connection.receive();
            return signer.checked(parsed(octets, message.id()), octets, message);
        } catch (NoReply none) {
            return Reply.of(none);
        }
    }

    /** What comes of each question; the same fault of all where the server cannot be reached. */
    SortedMap<Question, Reply> ask(Collection<Question> questions) {
        try (Dialogue dialogue = dialogue()) {
            return dialogue.ask(questions);
        }
    }

    /** Questions one after the other. */
    Dialogue dialogue() {
        return new Dialogue(this);
    }

    /** The reply to the message of that ID. */
    static Message parsed(byte[] octets, int id) throws NoReply {
        try {
            var reply = new Message(octets);
            if (reply.getHeader().getID() != id || !reply.getHeader().getFlag(Flags.QR)) {
                throw Connection.malformed("an answer to nothing that was asked");
            }
            return reply;
        } catch (NoReply none) {
            throw none;
        } catch (IOException | RuntimeException _) {
            throw Connection.malformed("an answer that cannot be read");
        }
    }
}
