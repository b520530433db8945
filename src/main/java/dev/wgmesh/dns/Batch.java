package dev.wgmesh.dns;

import dev.wgmesh.model.Answer;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/**
 * The questions of one call, asked side by side on the calling thread: over UDP, and over one TCP
 * connection a server for the answers that do not fit. It ends when every question has its answer,
 * its time is over, or the thread is interrupted; no socket outlives it.
 */
final class Batch implements Wire.Listener {
    private final List<NameServer> servers;
    private final Limits limits;
    private final RandomGenerator random;
    private final Stopwatch stopwatch;
    private final Selector selector;
    private final Deque<Lookup> waiting = new ArrayDeque<>();
    private final LinkedHashMap<Exchange, Wire> inFlight = new LinkedHashMap<>();
    private final Map<NameServer, TcpWire> connections = new HashMap<>();
    private final Map<NameServer, Integer> timeOuts = new HashMap<>();
    private final Set<NameServer> givenUp = new HashSet<>();
    private final Set<NameServer> oneAtATime = new HashSet<>();
    private final Set<NameServer> withoutEdns = new HashSet<>();
    private final Map<Question, Answer<RRset>> answers = new TreeMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(65535);

    private Batch(
            List<NameServer> servers,
            Limits limits,
            RandomGenerator random,
            InstantSource clock,
            Selector selector) {
        this.servers = servers;
        this.limits = limits;
        this.random = random;
        this.stopwatch = new Stopwatch(clock);
        this.selector = selector;
    }

    /** An answer to every question. */
    static Map<Question, Answer<RRset>> ask(
            Collection<Question> questions,
            List<NameServer> servers,
            Limits limits,
            RandomGenerator random,
            InstantSource clock) {
        try (Selector selector = Selector.open()) {
            var batch = new Batch(servers, limits, random, clock, selector);
            questions.stream().distinct().map(Lookup::new).forEach(batch.waiting::add);
            try {
                batch.run(limits.budget(questions.size()));
            } finally {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
            return batch.answers;
        } catch (IOException e) {
            var failed = new TreeMap<Question, Answer<RRset>>();
            for (Question question : questions) {
                failed.put(question, new Lookup(question).failed("cannot be asked: " + e, ""));
            }
            return failed;
        }
    }

    private void run(Duration budget) throws IOException {
        while (true) {
            if (Thread.currentThread().isInterrupted()) {
                failAll("was interrupted", "");
                return;
            }
            if (stopwatch.elapsed().compareTo(budget) > 0) {
                failAll(
                        "has no answer after " + budget.toSeconds() + " s for all questions",
                        "ask a server that is nearer, with --resolver");
                return;
            }
            while (inFlight.size() < limits.inFlight() && !waiting.isEmpty()) {
                begin(waiting.remove());
            }
            if (inFlight.isEmpty() && waiting.isEmpty()) {
                return;
            }
            selector.select(key -> ((Wire) key.attachment()).ready(), untilDeadline());
            expire();
        }
    }

    private long untilDeadline() {
        Duration now = stopwatch.elapsed();
        // In the order they were sent, and all wait equally long: the first is the earliest.
        Duration first = inFlight.isEmpty() ? now : inFlight.firstEntry().getKey().deadline();
        return Math.max(1, first.minus(now).toMillis() + 1);
    }

    private void expire() {
        Duration now = stopwatch.elapsed();
        List<Exchange> late = new ArrayList<>();
        for (Exchange exchange : inFlight.keySet()) {
            if (exchange.deadline().compareTo(now) > 0) {
                break;
            }
            late.add(exchange);
        }
        for (Exchange exchange : late) {
            Wire wire = inFlight.remove(exchange);
            int inARow = timeOuts.merge(exchange.server(), 1, Integer::sum);
            if (inARow >= 2 * limits.inFlight()) {
                givenUp.add(exchange.server());
            }
            int strays = wire == null ? 0 : wire.strays();
            if (wire != null) {
                wire.expire(exchange);
            }
            exchange.lookup().failed(exchange.server(), Fault.silent(limits.timeout(), strays));
            waiting.addFirst(exchange.lookup());
        }
    }

    private void failAll(String what, String mend) {
        inFlight.keySet().forEach(exchange -> waiting.add(exchange.lookup()));
        waiting.forEach(lookup -> answers.put(lookup.asked(), lookup.failed(what, mend)));
    }

    private void begin(Lookup lookup) {
        Optional<NameServer> server = lookup.next(servers, givenUp);
        if (server.isEmpty()) {
            answers.put(lookup.asked(), lookup.failed());
        } else {
            send(lookup, server.get(), false);
        }
    }

    private void send(Lookup lookup, NameServer server, boolean overTcp) {
        Exchange exchange =
                new Exchange(
                        lookup,
                        server,
                        lookup.current(),
                        freeId(server, overTcp),
                        !withoutEdns.contains(server),
                        overTcp,
                        stopwatch.elapsed().plus(limits.timeout()));
        try {
            inFlight.put(exchange, overTcp ? overTcp(exchange) : overUdp(exchange));
        } catch (IOException e) {
            broke(exchange, Wire.fault(e), false);
        }
    }

    private int freeId(NameServer server, boolean overTcp) {
        TcpWire wire = connections.get(server);
        int id = random.nextInt(1 << 16);
        while (overTcp && wire != null && wire.uses(id)) {
            id = random.nextInt(1 << 16);
        }
        return id;
    }

    private Wire overUdp(Exchange exchange) throws IOException {
        return UdpWire.send(exchange, selector, buffer, this);
    }

    private Wire overTcp(Exchange exchange) throws IOException {
        TcpWire wire = connections.get(exchange.server());
        if (wire == null || !wire.isOpen()) {
            wire =
                    TcpWire.open(
                            exchange.server(),
                            !oneAtATime.contains(exchange.server()),
                            selector,
                            this);
            connections.put(exchange.server(), wire);
        }
        wire.send(exchange);
        return wire;
    }

    @Override
    public void broke(Exchange exchange, Fault fault, boolean blameless) {
        inFlight.remove(exchange);
        if (blameless) {
            send(exchange.lookup(), exchange.server(), exchange.overTcp());
            return;
        }
        exchange.lookup().failed(exchange.server(), fault);
        waiting.addFirst(exchange.lookup());
    }

    @Override
    public void pipeliningFailed(NameServer server) {
        oneAtATime.add(server);
    }

    @Override
    public void replied(Exchange exchange, Exchange.Reply reply) {
        inFlight.remove(exchange);
        timeOuts.remove(exchange.server());
        switch (reply) {
            case Exchange.Reply.Answered(Message message) -> judge(exchange, message);
            case Exchange.Reply.Garbled _, Exchange.Reply.Stray _ ->
                    bad(exchange, Fault.malformed("an answer that cannot be read"));
        }
    }

    private void bad(Exchange exchange, Fault fault) {
        exchange.lookup().answeredBadly(exchange.server(), fault);
        waiting.addFirst(exchange.lookup());
    }

    private void judge(Exchange exchange, Message message) {
        Lookup lookup = exchange.lookup();
        if (message.getHeader().getFlag(Flags.TC)) {
            if (exchange.overTcp()) {
                bad(exchange, Fault.truncated());
            } else {
                send(lookup, exchange.server(), true);
            }
            return;
        }
        switch (Verdict.of(exchange.question(), message, lookup.aliases())) {
            case Verdict.Found(RRset set, long ttl) ->
                    answers.put(lookup.asked(), lookup.found(set, ttl));
            case Verdict.Absent(long ttl) -> answers.put(lookup.asked(), lookup.absent(ttl));
            case Verdict.Alias(var target, int aliases, long ttl) -> {
                lookup.follow(target, aliases, ttl);
                waiting.addFirst(lookup);
            }
            case Verdict.NoEdns _ -> {
                if (exchange.edns()) {
                    withoutEdns.add(exchange.server());
                    send(lookup, exchange.server(), exchange.overTcp());
                } else {
                    bad(exchange, Fault.rcode(message.getRcode()));
                }
            }
            case Verdict.Bad(Fault fault, boolean elsewhere) -> {
                bad(exchange, fault);
                if (!elsewhere) {
                    waiting.remove(lookup);
                    answers.put(lookup.asked(), lookup.failed());
                }
            }
        }
    }
}
