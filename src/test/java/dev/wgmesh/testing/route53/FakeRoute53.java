package dev.wgmesh.testing.route53;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.xbill.DNS.Type;

/**
 * Amazon's Route53 in the test's process: the calls that place and change records, with their
 * documented limits, errors, pages and atomicity, on a free port of 127.0.0.1.
 */
public final class FakeRoute53 implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final FakeAccount account;
    private final ApiRouter router;
    private final InstantSource clock;
    private final Queue<ApiError> refusals = new ConcurrentLinkedQueue<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger changes = new AtomicInteger();
    private volatile Behaviour behaviour;
    private volatile Optional<IamPolicy> policy = Optional.empty();
    private volatile Duration ahead = Duration.ZERO;
    private volatile Consumer<String> watcher = _ -> {};

    private FakeRoute53(HttpServer server, Behaviour behaviour, InstantSource clock) {
        this.server = server;
        this.behaviour = behaviour;
        this.clock = clock;
        this.account = new FakeAccount(clock);
        this.router = new ApiRouter(account, clock);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * A double without zones.
     *
     * @param clock tells seconds of throttling, and how long changes take
     */
    public static FakeRoute53 start(Behaviour behaviour, InstantSource clock) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        return new FakeRoute53(HttpServer.create(address, 0), behaviour, clock);
    }

    /**
     * A double with the zones of {@code zones/}, 100 sets a page.
     *
     * @param com id of the zone example.com
     * @param net id of the zone example.net
     */
    public static FakeRoute53 ofExamples(String com, String net) throws IOException {
        FakeRoute53 route53 = start(Behaviour.QUICK.withPage(100), InstantSource.system());
        for (var zone : Map.of(com, "example.com", net, "example.net").entrySet()) {
            String text = Files.readString(Path.of("zones", zone.getValue() + ".zone"));
            route53.hostText(zone.getKey(), zone.getValue(), text);
        }
        return route53;
    }

    /** Where it listens. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on behaves so. */
    public void behave(Behaviour other) {
        behaviour = other;
    }

    /** From now on denies what this policy does not allow. */
    public void permit(IamPolicy only) {
        policy = Optional.of(only);
    }

    /** Its clock is that much ahead of the machine's when it looks at signatures. */
    public void clockAhead(Duration time) {
        ahead = time;
    }

    /** Turns away the next call so; of several in order. */
    public void refuse(int status, String code, String message) {
        refusals.add(new ApiError(status, code, message));
    }

    /** Tells of each call before it is answered: {@code GET /2013-04-01/hostedzone}. */
    public void watch(Consumer<String> listener) {
        watcher = listener;
    }

    /** The calls heard, oldest first: {@code POST /2013-04-01/hostedzone/Z1/rrset}. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** The comments of the changes that were applied, oldest first. */
    public List<String> comments() {
        return account.changes().stream().map(FakeAccount.Applied::comment).toList();
    }

    /** A hosted zone without sets. */
    public void host(String id, String name, String comment, boolean isPrivate) {
        account.add(new FakeHostedZone(id, listed(name), comment, isPrivate));
    }

    /** A public hosted zone that holds these records. */
    public void host(String id, ZoneContents zone) {
        host(id, zone.apex().toString(), "", false);
        for (RRset set : zone.rrsets().values()) {
            put(
                    id,
                    set.question().owner().toString(),
                    Type.string(set.question().type()),
                    set.ttl(),
                    set.dnsRecords().stream().map(RecordValue::value).toList());
        }
    }

    /** A public hosted zone that holds the records of a zone file. */
    public void hostText(String id, String apex, String text) {
        host(id, ZoneText.read(apex + ".zone", _ -> text, Optional.empty()).contents());
    }

    /** Puts a plain set into a zone, by no rule. */
    public void put(String id, String name, String type, long ttl, List<String> values) {
        put(id, new RecordSet(listed(name), type, "", ttl, values, Map.of()));
    }

    /**
     * Puts an alias or routed set into a zone, by no rule.
     *
     * @param identifier empty: an alias
     * @param ttl negative: none
     * @param routing in API words: {@code Weight} to {@code 10}, {@code AliasTarget/DNSName}
     */
    public void put(
            String id,
            String name,
            String type,
            String identifier,
            long ttl,
            List<String> values,
            Map<String, String> routing) {
        put(id, new RecordSet(listed(name), type, identifier, ttl, values, routing));
    }

    private void put(String id, RecordSet set) {
        try {
            account.zone(id).put(set);
        } catch (ApiError e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String listed(String name) {
        try {
            return DomainNames.listed(name);
        } catch (ApiError e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Every set of a zone, a line each, in the order of a listing. */
    public List<String> sets(String id) {
        try {
            return account.zone(id).sets().stream().map(RecordSet::toString).toList();
        } catch (ApiError e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().replaceAll("/$", "");
            String call = exchange.getRequestMethod() + " " + path;
            calls.add(call);
            watcher.accept(call);
            sleep(behaviour.latency());
            boolean loses = call.startsWith("POST") && isLost();
            if (loses && behaviour.loseBefore()) {
                return;
            }
            Reply reply = reply(exchange, path);
            if (!loses) {
                byte[] body = reply.xml().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/xml");
                exchange.sendResponseHeaders(reply.status(), body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private boolean isLost() {
        int every = behaviour.loseEvery();
        return every > 0 && changes.incrementAndGet() % every == 0;
    }

    private record Reply(int status, String xml) {}

    private Reply reply(HttpExchange exchange, String path) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            Signature.require(exchange.getRequestHeaders(), Instant.now().plus(ahead));
            Optional<ApiError> refusal = Optional.ofNullable(refusals.poll());
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            if (behaviour.throttled()) {
                account.requireTurn();
            }
            var call =
                    new ApiRouter.Call(
                            exchange.getRequestMethod(),
                            path,
                            ApiRouter.parameters(exchange.getRequestURI()),
                            body);
            if (policy.isPresent()) {
                ApiRouter.requirePermission(call, policy.get());
            }
            return new Reply(200, router.answer(call, behaviour).toString());
        } catch (ApiError refused) {
            return new Reply(
                    refused.status(),
                    ApiReplies.refusal(refused, "request-" + clock.instant().toEpochMilli())
                            .toString());
        }
    }

    private static void sleep(Duration time) {
        if (time.isPositive()) {
            try {
                Thread.sleep(time);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
