package dev.wgmesh.dns;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.limits.Stopwatch;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TracedAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/**
 * The concurrent queries of one call, on the calling thread: over UDP, and over one TCP connection
 * a server for truncated answers. The batch ends when every question has an answer, its time budget
 * is used up, or the thread is interrupted; it closes all its sockets.
 */
final class QueryBatch implements Transport.Listener {
    private final ResolverAccess access;
    private final Stopwatch stopwatch;
    private final ReadingBudget budget;
    private final Selector selector;
    private final Deque<LookupState> waiting = new ArrayDeque<>();
    private final QueriesInFlight inFlight = new QueriesInFlight();
    private final TcpConnections connections;
    private final ServerHealth health;
    private final Wanted wanted;
    private final BatchResults results;

    /** The elapsed time, read once for all packets of a turn. */
    private Duration now = Duration.ZERO;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(65535);

    private QueryBatch(
            ResolverAccess access,
            Wanted wanted,
            ReadingBudget budget,
            Selector selector,
            int questions) {
        this.wanted = wanted;
        this.access = access;
        this.stopwatch = new Stopwatch(access.clock());
        this.health = new ServerHealth(2 * access.limits().inFlight());
        this.budget = budget;
        this.selector = selector;
        this.results = new BatchResults(questions);
        this.connections = new TcpConnections(selector, this, health, access.random());
    }

    /** Answers every question, as long as the budget of the reading lasts. */
    static Map<Question, DnsAnswer<RRset>> execute(
            Collection<Question> questions, ResolverAccess access, ReadingBudget budget) {
        return run(questions, access, Wanted.ANSWERS, time(questions, access), budget).answers();
    }

    /** Does the same, and returns the origin of each answer too. */
    static Map<Question, TracedAnswer> trace(
            Collection<Question> questions, ResolverAccess access, ReadingBudget budget) {
        return run(questions, access, Wanted.ORIGINS, time(questions, access), budget).traced();
    }

    private static Duration time(Collection<Question> questions, ResolverAccess access) {
        return access.limits().budget(questions.size());
    }

    /**
     * Asks every question with a request for signatures. A reply is returned as the server sent it,
     * not validated; its aliases are not followed. The TTL of a reply is zero.
     *
     * @param most the time for all questions
     * @param budget of the reading that they are a part of
     */
    static Map<Question, DnsAnswer<Message>> signedReplies(
            Collection<Question> questions,
            ResolverAccess access,
            Duration most,
            ReadingBudget budget) {
        return run(questions, access, Wanted.SIGNATURES, most, budget).replies();
    }

    private static BatchResults run(
            Collection<Question> questions,
            ResolverAccess access,
            Wanted wanted,
            Duration most,
            ReadingBudget budget) {
        try (Selector selector = Selector.open()) {
            var batch = new QueryBatch(access, wanted, budget, selector, questions.size());
            batch.runAll(questions, most);
            return batch.results;
        } catch (IOException e) {
            return BatchResults.failed(questions, e);
        }
    }

    private void runAll(Collection<Question> questions, Duration most) throws IOException {
        questions.stream().distinct().map(LookupState::new).forEach(waiting::add);
        try {
            run(most);
        } finally {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        }
    }

    private void run(Duration most) throws IOException {
        while (true) {
            if (Thread.currentThread().isInterrupted()) {
                failAll("interrupted", "");
                return;
            }
            Optional<ReadingBudget.Exceeded> exceeded = budget.exceeded();
            if (exceeded.isPresent()) {
                failAll("not answered: " + exceeded.get().what(), exceeded.get().fix());
                return;
            }
            now = stopwatch.elapsed();
            if (now.compareTo(most) > 0) {
                failAll(
                        "no answer within the " + most.toSeconds() + " s for all queries",
                        "choose a nearer server: --resolver ADDRESS");
                return;
            }
            int mostInFlight = mostInFlight();
            while (inFlight.size() < mostInFlight && !waiting.isEmpty()) {
                begin(waiting.remove());
            }
            if (inFlight.isEmpty() && waiting.isEmpty()) {
                return;
            }
            connections.flush();
            selector.select(this::ready, inFlight.untilDeadline(now));
            expire();
        }
    }

    private void ready(SelectionKey key) {
        now = stopwatch.elapsed();
        ((Transport) key.attachment()).ready();
    }

    private int mostInFlight() {
        int most = access.limits().inFlight();
        return connections.isReady(access.servers().getFirst()) ? 2 * most : most;
    }

    private void expire() {
        inFlight.takeLate(stopwatch.elapsed()).forEach(this::expire);
    }

    private void expire(QueryExchange exchange, Transport wire) {
        if (exchange.overTcp() && !exchange.lookup().needsTcp()) {
            health.pipeliningFailed(exchange.server());
        } else {
            health.timedOut(exchange.server());
        }
        Duration wait = access.limits().timeout();
        ServerFault fault =
                exchange.lookup().needsTcp()
                        ? ServerFault.timeoutOverTcp(wait)
                        : ServerFault.timeout(wait, wire.unrelatedPackets());
        wire.expire(exchange);
        exchange.lookup().failed(exchange.server(), fault);
        waiting.addFirst(exchange.lookup());
    }

    private void failAll(String what, String fix) {
        inFlight.exchanges().forEach(exchange -> waiting.add(exchange.lookup()));
        waiting.forEach(lookup -> results.answer(lookup.question(), lookup.failed(what, fix)));
    }

    private void begin(LookupState lookup) {
        Optional<NameServer> server = lookup.next(access.servers(), health.unresponsive());
        if (server.isEmpty()) {
            results.answer(lookup.question(), lookup.failed());
        } else {
            send(lookup, server.get());
        }
    }

    private void send(LookupState lookup, NameServer server) {
        boolean overTcp = lookup.needsTcp() || connections.isReady(server);
        QueryExchange exchange =
                new QueryExchange(
                        lookup,
                        server,
                        overTcp ? connections.freeId(server) : access.random().nextInt(1 << 16),
                        edns(server),
                        overTcp,
                        wanted != Wanted.ANSWERS,
                        now.plus(access.limits().timeout()));
        try {
            inFlight.put(
                    exchange,
                    overTcp
                            ? connections.send(exchange)
                            : UdpTransport.send(exchange, selector, buffer, this));
        } catch (IOException e) {
            failed(exchange, Transport.fault(e, overTcp), false);
        }
    }

    private QueryExchange.Edns edns(NameServer server) {
        if (wanted == Wanted.SIGNATURES) {
            return QueryExchange.Edns.SIGNATURES;
        }
        return health.allowsEdns(server) ? QueryExchange.Edns.SIZE : QueryExchange.Edns.NONE;
    }

    @Override
    public void failed(QueryExchange exchange, ServerFault fault, boolean blameless) {
        inFlight.remove(exchange);
        if (blameless) {
            send(exchange.lookup(), exchange.server());
            return;
        }
        exchange.lookup().failed(exchange.server(), fault);
        waiting.addFirst(exchange.lookup());
    }

    @Override
    public void pipeliningFailed(NameServer server) {
        health.pipeliningFailed(server);
    }

    @Override
    public void replied(QueryExchange exchange, QueryExchange.Reply reply) {
        inFlight.remove(exchange);
        health.replied(exchange.server());
        switch (reply) {
            case QueryExchange.Reply.Valid(Message message) -> {
                budget.take(message.getSection(Section.ANSWER).size(), message.numBytes());
                prepare(exchange.server(), message.getHeader().getFlag(Flags.AA));
                process(exchange, message);
            }
            case QueryExchange.Reply.Plain(var result, boolean authoritative, int octets) -> {
                budget.take(result.records(), octets);
                prepare(exchange.server(), authoritative);
                LookupState lookup = exchange.lookup();
                results.answer(lookup.question(), lookup.answer(result));
            }
            case QueryExchange.Reply.Malformed _, QueryExchange.Reply.Unrelated _ ->
                    rejectReply(exchange, ServerFault.malformed("an answer that cannot be parsed"));
        }
    }

    private void prepare(NameServer server, boolean authoritative) {
        if (authoritative && waiting.size() >= TcpConnections.MANY) {
            connections.prepare(server);
        }
    }

    private void rejectReply(QueryExchange exchange, ServerFault fault) {
        exchange.lookup().rejectServer(exchange.server(), fault);
        waiting.addFirst(exchange.lookup());
    }

    private void process(QueryExchange exchange, Message message) {
        LookupState lookup = exchange.lookup();
        if (message.getHeader().getFlag(Flags.TC)) {
            if (exchange.overTcp()) {
                rejectReply(exchange, ServerFault.truncated());
            } else {
                lookup.truncated();
                send(lookup, exchange.server());
            }
            return;
        }
        if (wanted == Wanted.ORIGINS && lookup.aliases() == 0) {
            results.origin(lookup.question(), message, exchange.server());
        }
        switch (LookupResult.of(exchange.question(), message, lookup.aliases())) {
            case LookupResult.Found _, LookupResult.Absent _, LookupResult.Alias _
                    when wanted == Wanted.SIGNATURES ->
                    results.reply(lookup.question(), message);
            case LookupResult.Final end -> results.answer(lookup.question(), lookup.answer(end));
            case LookupResult.Alias(var target, int aliases, long ttl) -> {
                lookup.follow(target, aliases, ttl);
                waiting.addFirst(lookup);
            }
            case LookupResult.NoEdns _ -> {
                if (wanted == Wanted.SIGNATURES) {
                    rejectReply(exchange, ServerFault.noSignatures());
                } else if (exchange.edns() == QueryExchange.Edns.SIZE) {
                    health.ednsFailed(exchange.server());
                    send(lookup, exchange.server());
                } else {
                    rejectReply(exchange, ServerFault.rcode(message.getRcode()));
                }
            }
            case LookupResult.Failed(ServerFault fault, boolean retryable) -> {
                rejectReply(exchange, fault);
                if (!retryable) {
                    waiting.remove(lookup);
                    results.answer(lookup.question(), lookup.failed());
                }
            }
        }
    }
}
