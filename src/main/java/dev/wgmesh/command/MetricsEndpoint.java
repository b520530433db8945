package dev.wgmesh.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.render.MetricsText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** Serves {@code GET /metrics}, and nothing else, at one address. */
final class MetricsEndpoint implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final long NO_BODY = -1;

    /** Connections that wait while one is answered. */
    private static final int BACKLOG = 4;

    private final Endpoint at;
    private Optional<HttpServer> server = Optional.empty();

    MetricsEndpoint(Endpoint at) {
        this.at = at;
    }

    IpAddress address() {
        return at.address();
    }

    boolean isLoopback() {
        return at.address().scope() == AddressScope.LOOPBACK;
    }

    /**
     * Begins to serve; does nothing where it serves already.
     *
     * @param text of the metrics, made for each request
     * @throws Failure INPUT where the address or port cannot be used
     */
    void start(Supplier<String> text) {
        if (server.isPresent()) {
            return;
        }
        try {
            var started =
                    HttpServer.create(
                            new InetSocketAddress(
                                    InetAddress.ofLiteral(at.address().toString()), at.port()),
                            BACKLOG);
            started.createContext("/", exchange -> answer(exchange, text));
            started.start();
            server = Optional.of(started);
        } catch (IOException e) {
            throw Failure.input(
                    "--metrics " + at,
                    "cannot listen: " + e.getMessage(),
                    "choose another port, or end the program that uses it");
        }
    }

    private static void answer(HttpExchange exchange, Supplier<String> text) throws IOException {
        try (exchange) {
            boolean reads = exchange.getRequestMethod().equals("GET");
            if (!exchange.getRequestURI().getPath().equals("/metrics")) {
                exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
            } else if (!reads) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(NOT_ALLOWED, NO_BODY);
            } else {
                byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", MetricsText.CONTENT_TYPE);
                exchange.sendResponseHeaders(OK, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.ifPresent(it -> it.stop(0));
        server = Optional.empty();
    }
}
