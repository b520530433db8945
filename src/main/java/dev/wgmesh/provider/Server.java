package dev.wgmesh.provider;

import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;

/** A server that is talked to over TCP, a connection for each call. */
final class Server {
    /** Queries under way on a connection at the most (RFC 7766, section 6.2.1.1). */
    private static final int UNDER_WAY = 50;

    private final ServerPlace place;
    private final RandomGenerator random;
    private final Signer signer;

    Server(ServerPlace place, RandomGenerator random, InstantSource clock) {
        this.place = place;
        this.random = random;
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
        try (Connection connection = Connection.open(place)) {
            connection.send(List.of(message));
            byte[] octets = connection.receive();
            return signer.checked(parsed(octets, message.id()), octets, message);
        } catch (NoReply none) {
            return Reply.of(none);
        }
    }

    /** What comes of each question; the same fault of all where the server cannot be reached. */
    SortedMap<Question, Reply> ask(Collection<Question> questions) {
        var replies = new TreeMap<Question, Reply>();
        var left = new ArrayDeque<>(new TreeSet<>(questions));
        while (!left.isEmpty()) {
            int before = replies.size();
            try (Connection connection = Connection.open(place)) {
                ask(connection, left, replies);
            } catch (NoReply none) {
                // Some servers take one question a connection.
                if (none.stage() != NoReply.Stage.BROKEN || replies.size() == before) {
                    left.forEach(question -> replies.put(question, Reply.of(none)));
                    return replies;
                }
            }
        }
        return replies;
    }

    /** Moves questions from {@code left} to {@code replies}, one when its reply is there. */
    private void ask(Connection connection, Deque<Question> left, Map<Question, Reply> replies)
            throws NoReply {
        Map<Integer, Asked> underWay = new LinkedHashMap<>();
        int next = id();
        try {
            while (!left.isEmpty() || !underWay.isEmpty()) {
                if (underWay.size() <= UNDER_WAY / 2 && !left.isEmpty()) {
                    var messages = new ArrayList<Outgoing>();
                    while (underWay.size() < UNDER_WAY && !left.isEmpty()) {
                        int id = next++ & 0xffff;
                        Question question = left.remove();
                        Outgoing message = query(question, id);
                        underWay.put(id, new Asked(question, message));
                        messages.add(message);
                    }
                    connection.send(messages);
                }
                byte[] octets = connection.receive();
                Asked asked = asked(octets, underWay);
                Message reply = parsed(octets, asked.message().id());
                requireAbout(asked.question(), reply);
                underWay.remove(asked.message().id());
                replies.put(asked.question(), signer.checked(reply, octets, asked.message()));
            }
        } finally {
            underWay.values().forEach(asked -> left.add(asked.question()));
        }
    }

    private record Asked(Question question, Outgoing message) {}

    private static Asked asked(byte[] octets, Map<Integer, Asked> underWay) throws NoReply {
        int id = octets.length < 2 ? -1 : (octets[0] & 0xff) << 8 | octets[1] & 0xff;
        return Optional.ofNullable(underWay.get(id))
                .orElseThrow(() -> Connection.malformed("an answer to nothing that was asked"));
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

    private static void requireAbout(Question question, Message reply) throws NoReply {
        Record about = reply.getQuestion();
        if (reply.getHeader().getOpcode() != Opcode.QUERY
                || (about != null
                        && !new Question(about.getName(), about.getType()).equals(question))) {
            throw Connection.malformed("an answer to nothing that was asked");
        }
    }
}
