package dev.wgmesh.observe;

import dev.wgmesh.limits.Stopwatch;
import dev.wgmesh.mesh.ObservedEndpoint;
import dev.wgmesh.mesh.ObserverQuestion;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Asks observers over UDP, through the tunnel, all at once. */
public final class TunnelQueries implements ObserverClient {
    /** The most members that are asked about at once. */
    private static final int MAX_QUESTIONS = 100;

    /** Time for an answer; each question is sent twice. */
    private static final Duration WAIT = Duration.ofMillis(700);

    private static final int SENDINGS = 2;

    /** Time for an answer between two passes, when other things may be due. */
    private static final Duration SHORT_WAIT = Duration.ofMillis(400);

    private static final int LONGEST = 512;
    private static final int MAX_ID = 0x10000;

    /** The port of the service that discards what it receives (RFC 863). */
    private static final int DISCARD = 9;

    /** Octets of a probe: more than WireGuard's keepalives, which its counters count too. */
    private static final int PROBE_OCTETS = 64;

    private final RandomGenerator random;
    private final InstantSource clock;

    /** Creates a client; {@code random} makes the IDs of messages. */
    public TunnelQueries(RandomGenerator random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    @Override
    public Map<HostName, List<ObservedEndpoint>> ask(List<ObserverQuestion> questions) {
        return ask(questions, SENDINGS, WAIT);
    }

    @Override
    public Map<HostName, List<ObservedEndpoint>> askOnce(List<ObserverQuestion> questions) {
        return ask(questions, 1, SHORT_WAIT);
    }

    private Map<HostName, List<ObservedEndpoint>> ask(
            List<ObserverQuestion> questions, int sendings, Duration wait) {
        var exchanges = new ArrayList<Exchange>();
        try (Selector selector = Selector.open()) {
            try {
                for (ObserverQuestion question :
                        questions.subList(0, Math.min(MAX_QUESTIONS, questions.size()))) {
                    for (ObserverQuestion.Observer observer : question.observers()) {
                        open(question.member(), observer, selector).ifPresent(exchanges::add);
                    }
                }
                for (int sending = 0; sending < sendings; sending++) {
                    exchanges.stream().filter(Exchange::isOpen).forEach(Exchange::send);
                    await(exchanges, selector, wait);
                }
            } finally {
                exchanges.forEach(Exchange::close);
            }
        } catch (IOException _) {
            return Map.of(); // no answer: the slot is over, and the next one is tried
        }
        var answers = new HashMap<HostName, List<ObservedEndpoint>>();
        for (Exchange exchange : exchanges) {
            exchange.answer().ifPresent(seen -> add(answers, exchange, seen));
        }
        return answers;
    }

    @Override
    public void probe(List<IpAddress> addresses) {
        for (IpAddress address : addresses) {
            try (DatagramChannel channel = DatagramChannel.open()) {
                channel.configureBlocking(false);
                channel.send(
                        ByteBuffer.allocate(PROBE_OCTETS),
                        new InetSocketAddress(address.toInetAddress(), DISCARD));
            } catch (IOException _) {
                // no route into the tunnel: its counters do not grow, so nothing is concluded
            }
        }
    }

    private void add(
            Map<HostName, List<ObservedEndpoint>> answers, Exchange exchange, Message answer) {
        List<ObservedEndpoint> seen =
                answers.computeIfAbsent(exchange.member(), _ -> new ArrayList<>());
        if (answer.getRcode() == Rcode.NOERROR) {
            Instant now = clock.instant();
            ReflexiveRecords.read(exchange.member(), answer)
                    .map(records ->
                            new ObservedEndpoint(
                                    records.endpoint(),
                                    exchange.observer().host(),
                                    now.plusSeconds(
                                            Math.clamp(records.ttl(), 0, SightingAnswers.TTL))))
                    .ifPresent(seen::add);
        }
    }

    private Optional<Exchange> open(
            HostName member, ObserverQuestion.Observer observer, Selector selector) {
        Message query = Message.newQuery(ReflexiveRecords.question(member).dnsRecord());
        query.getHeader().setID(random.nextInt(MAX_ID));
        try {
            DatagramChannel channel = DatagramChannel.open();
            try {
                channel.configureBlocking(false);
                channel.connect(
                        new InetSocketAddress(observer.address().toInetAddress(), observer.port()));
                var exchange = new Exchange(member, observer, query, channel);
                channel.register(selector, SelectionKey.OP_READ, exchange);
                return Optional.of(exchange);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException _) {
            return Optional.empty(); // no route into the tunnel: another observer is asked
        }
    }

    private void await(List<Exchange> exchanges, Selector selector, Duration wait)
            throws IOException {
        var stopwatch = new Stopwatch(clock);
        long left = wait.toMillis();
        while (left > 0 && exchanges.stream().anyMatch(Exchange::isOpen)) {
            selector.select(left);
            for (SelectionKey key : selector.selectedKeys()) {
                ((Exchange) key.attachment()).receive();
            }
            selector.selectedKeys().clear();
            left = wait.minus(stopwatch.elapsed()).toMillis();
        }
    }

    /** A question to one observer, and its answer. */
    private static final class Exchange {
        private final HostName member;
        private final ObserverQuestion.Observer observer;
        private final Message query;
        private final DatagramChannel channel;
        private Optional<Message> answer = Optional.empty();

        Exchange(
                HostName member,
                ObserverQuestion.Observer observer,
                Message query,
                DatagramChannel channel) {
            this.member = member;
            this.observer = observer;
            this.query = query;
            this.channel = channel;
        }

        HostName member() {
            return member;
        }

        ObserverQuestion.Observer observer() {
            return observer;
        }

        Optional<Message> answer() {
            return answer;
        }

        boolean isOpen() {
            return channel.isOpen();
        }

        void send() {
            try {
                channel.write(ByteBuffer.wrap(query.toWire()));
            } catch (IOException _) {
                close();
            }
        }

        void receive() {
            try {
                ByteBuffer buffer = ByteBuffer.allocate(LONGEST);
                if (channel.read(buffer) > 0) {
                    var message = new Message(buffer.flip());
                    boolean fits =
                            message.getHeader().getID() == query.getHeader().getID()
                                    && query.getSection(Section.QUESTION)
                                            .equals(message.getSection(Section.QUESTION));
                    if (fits && message.getRcode() != Rcode.SERVFAIL) {
                        answer = Optional.of(message);
                        close();
                    }
                }
            } catch (IOException _) {
                close(); // nothing listens there, or no message
            }
        }

        void close() {
            try {
                channel.close();
            } catch (IOException _) {
                // Harmless: the answer has been read, or its time has passed.
            }
        }
    }
}
