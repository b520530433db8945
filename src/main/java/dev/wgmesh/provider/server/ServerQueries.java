package dev.wgmesh.provider.server;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.zone.Question;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Questions to a server over one connection, as long as the server keeps it. */
final class ServerQueries implements AutoCloseable {
    /** Queries under way at the most (RFC 7766, section 6.2.1.1). */
    private static final int UNDER_WAY = 50;

    private final DnsClient server;
    private final ReadingBudget budget;
    private Optional<ServerConnection> connection = Optional.empty();

    ServerQueries(DnsClient server, ReadingBudget budget) {
        this.server = server;
        this.budget = budget;
    }

    /**
     * Returns what comes of each question; the same fault of all where the server cannot be
     * reached.
     */
    SortedMap<Question, ServerReply> queryAll(Collection<Question> questions) {
        var replies = new TreeMap<Question, ServerReply>();
        var left = new ArrayDeque<>(new TreeSet<>(questions));
        while (!left.isEmpty()) {
            boolean used = connection.isPresent();
            int before = replies.size();
            try {
                queryAll(connection(), left, replies);
            } catch (NoResponse none) {
                close();
                // Some servers take a few questions a connection, or close it soon.
                boolean again = used || replies.size() > before;
                if (none.stage() != NoResponse.Stage.BROKEN || !again) {
                    left.forEach(question -> replies.put(question, ServerReply.of(none)));
                    left.clear();
                }
            }
        }
        return replies;
    }

    private ServerConnection connection() throws NoResponse {
        if (connection.isEmpty()) {
            connection = Optional.of(server.connect());
        }
        return connection.get();
    }

    /** Moves questions from {@code left} to {@code replies}, each when its reply is there. */
    private void queryAll(
            ServerConnection over, Deque<Question> left, Map<Question, ServerReply> replies)
            throws NoResponse {
        Map<Integer, PendingQuery> underWay = new LinkedHashMap<>();
        int next = server.id();
        try {
            while (!left.isEmpty() || !underWay.isEmpty()) {
                if (underWay.size() <= UNDER_WAY / 2) {
                    var messages = new ArrayList<SignedMessage>();
                    while (underWay.size() < UNDER_WAY && !left.isEmpty()) {
                        Question question = left.remove();
                        SignedMessage message = server.query(question, next++ & 0xffff);
                        underWay.put(message.id(), new PendingQuery(question, message));
                        messages.add(message);
                    }
                    over.send(messages);
                }
                byte[] octets = over.receive(budget);
                PendingQuery asked = pendingQuery(octets, underWay);
                Message reply = DnsClient.parse(octets, asked.message().id());
                budget.take(reply.getSection(Section.ANSWER).size(), octets.length);
                asked.requireMatch(reply);
                underWay.remove(asked.message().id());
                replies.put(
                        asked.question(), server.signer().verify(reply, octets, asked.message()));
            }
        } finally {
            underWay.values().forEach(asked -> left.add(asked.question()));
        }
    }

    private static PendingQuery pendingQuery(byte[] octets, Map<Integer, PendingQuery> underWay)
            throws NoResponse {
        int id = octets.length < 2 ? -1 : (octets[0] & 0xff) << 8 | octets[1] & 0xff;
        return Optional.ofNullable(underWay.get(id))
                .orElseThrow(
                        () -> ServerConnection.malformed("an answer that matches no question"));
    }

    /** A question under way. */
    private record PendingQuery(Question question, SignedMessage message) {
        void requireMatch(Message reply) throws NoResponse {
            Record about = reply.getQuestion();
            if (reply.getHeader().getOpcode() != Opcode.QUERY
                    || (about != null
                            && !new Question(about.getName(), about.getType()).equals(question))) {
                throw ServerConnection.malformed("an answer that matches no question");
            }
        }
    }

    @Override
    public void close() {
        connection.ifPresent(ServerConnection::close);
        connection = Optional.empty();
    }
}
