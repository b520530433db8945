package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.PrometheusText;
import dev.wgmesh.testing.dns.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of {@code apply --watch}, over HTTP and in a file, with scripted tools. */
@Timeout(60)
class MetricsTest {
    @TempDir Path folder;
    private ScriptedNode node;

    @BeforeEach
    void scripted() throws IOException {
        node = new ScriptedNode(folder);
        node.settled();
    }

    private CommandOutput watch(Duration time, String... more) {
        return watch(node.fixture().terminatedAfter(time), more);
    }

    private CommandOutput watch(CommandFixture fixture, String... more) {
        var words = new ArrayList<>(List.of("_p2p.example.com", "--watch"));
        words.addAll(List.of("--zones", folder.resolve("zones").toString()));
        words.addAll(List.of(more));
        return node.run(fixture, "apply", words.toArray(String[]::new));
    }

    private String metrics() throws IOException {
        CommandOutput shown = watch(Duration.ofMillis(100), "--metrics-file", "wgmesh.prom");
        assertEquals(0, shown.exit(), shown.err());
        Path file = folder.resolve("wgmesh.prom");
        assertEquals(
                "rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        return Files.readString(file);
    }

    @Test
    void a_file_has_passes_and_members_by_name() throws IOException {
        String text = metrics();
        assertEquals(List.of(), PrometheusText.faults(text), text);
        for (String line :
                List.of(
                        "wgmesh_info{mesh=\"_p2p.example.com\",interface=\"wg0\","
                                + "host=\"a.example.com\"} 1",
                        "wgmesh_passes_total{result=\"failed\"} 0",
                        "wgmesh_failures_total{kind=\"unreadable\"} 0",
                        "wgmesh_last_success_timestamp_seconds 1767323045.000",
                        "wgmesh_dns_read_timestamp_seconds 1767323045.000",
                        "wgmesh_members 6",
                        "wgmesh_member_up{member=\"b.example.com\"} 1",
                        "wgmesh_member_up{member=\"e.example.com\"} 0",
                        "wgmesh_member_last_handshake_timestamp_seconds"
                                + "{member=\"b.example.com\"} 1767323033.000",
                        "wgmesh_member_last_handshake_timestamp_seconds"
                                + "{member=\"c.example.com\"} 0.000",
                        "wgmesh_member_receive_bytes_total{member=\"b.example.com\"} 1258291",
                        "wgmesh_member_transmit_bytes_total{member=\"b.example.com\"} 348160",
                        "wgmesh_member_path{member=\"d.example.com\",path=\"lan\"} 1",
                        "wgmesh_member_path{member=\"b.example.com\",path=\"tunnel\"} 1",
                        "wgmesh_member_path{member=\"e.example.com\",path=\"none\"} 1")) {
            assertTrue(text.contains("\n" + line + "\n"), line + "\n" + text);
        }
    }

    @Test
    void a_failed_pass_is_counted_by_its_kind() throws IOException {
        Files.delete(folder.resolve("zones/example.com.zone"));
        CommandOutput shown =
                watch(
                        Duration.ofMillis(100),
                        "--max-stale",
                        "0",
                        "--metrics-file",
                        folder.resolve("x.prom").toString());
        assertEquals(0, shown.exit(), shown.err());
        String text = Files.readString(folder.resolve("x.prom"));
        assertTrue(text.contains("\nwgmesh_passes_total{result=\"failed\"} 1\n"), text);
        assertTrue(text.contains("\nwgmesh_failures_total{kind=\"unreadable\"} 1\n"), text);
        assertEquals(List.of(), PrometheusText.faults(text));
    }

    @Test
    void only_get_metrics_is_answered() throws Exception {
        int port = FreePort.next();
        var asked = new CompletableFuture<Void>();
        var watching =
                new FutureTask<CommandOutput>(() ->
                        watch(
                                node.fixture().terminatedOn(asked),
                                "--metrics",
                                "127.0.0.1:" + port));
        Thread.ofVirtual().start(watching);
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<String> given = get(client, port);
            assertEquals(
                    "text/plain; version=0.0.4; charset=utf-8",
                    given.headers().firstValue("Content-Type").orElse(""));
            assertEquals(List.of(), PrometheusText.faults(given.body()), given.body());
            var uri = URI.create("http://127.0.0.1:" + port);
            var other = HttpRequest.newBuilder(uri.resolve("/other")).build();
            assertEquals(
                    404, client.send(other, HttpResponse.BodyHandlers.ofString()).statusCode());
            var post =
                    HttpRequest.newBuilder(uri.resolve("/metrics"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build();
            assertEquals(405, client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode());
        } finally {
            asked.complete(null);
        }
        assertEquals(0, watching.get().exit());
    }

    private static HttpResponse<String> get(HttpClient client, int port)
            throws InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
        while (true) {
            try {
                return client.send(request, HttpResponse.BodyHandlers.ofString());
            } catch (IOException _) {
                Thread.sleep(20);
            }
        }
    }

    @Test
    void addresses_that_do_not_work_are_wrong_usage() {
        for (String wrong : List.of("0.0.0.0:9586", "[::]:9586", "127.0.0.1", "x:1", "9586")) {
            CommandOutput shown = watch(Duration.ofMillis(50), "--metrics", wrong);
            assertEquals(2, shown.exit(), shown.err());
            assertTrue(shown.err().startsWith("error: --metrics " + wrong), shown.err());
        }
        CommandOutput once = node.run(node.fixture(), "apply", "_p2p.x.example", "--metrics", "a");
        assertEquals("error: --metrics: requires --watch\n  fix: add --watch\n", once.err());
    }

    /** The examples ask only for metrics that there are. */
    @Test
    void the_examples_use_metrics_that_exist() throws IOException {
        List<String> names = PrometheusText.names(metrics());
        for (String example : List.of("grafana.json", "alerts.yml")) {
            var used = new TreeSet<String>();
            Pattern.compile("wgmesh_[a-z_]+")
                    .matcher(Files.readString(Path.of("examples", example)))
                    .results()
                    .forEach(found -> used.add(found.group()));
            assertTrue(used.size() > 3, example);
            used.removeAll(names);
            assertEquals(new TreeSet<>(), used, example);
        }
    }
}
