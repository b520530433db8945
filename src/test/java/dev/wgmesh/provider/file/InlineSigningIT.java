package dev.wgmesh.provider.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.process.Programs;
import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProviderContract;
import dev.wgmesh.testing.dns.ExternalTool;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.net.LoadedTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A zone file of which BIND signs a copy, with a journal of its own; needs BIND and dig. */
class InlineSigningIT {
    private static final String CLAUSE =
            """
            zone "example.com" { type primary; file "FOLDER/example.com.zone";
              check-names ignore; dnssec-policy default; inline-signing yes; };
            """;

    private static Path file(RealServer named) {
        return named.folder().resolve("example.com.zone");
    }

    private static String answer(RealServer named) {
        String port = String.valueOf(named.address().getPort());
        return ExternalTool.output(
                "dig", "@127.0.0.1", "-p", port, "+short", "new.example.com", "A");
    }

    private static ZoneProvider place(RealServer named, List<ZoneFileCommand> commands) {
        return ZoneFileProvider.open(
                file(named), Optional.empty(), InstantSource.system(), commands);
    }

    @Test
    void a_file_is_changed_again_and_again() throws Exception {
        try (RealServer named =
                RealServer.namedWith(Map.of("example.com", ZoneProviderContract.ZONE), CLAUSE)) {
            var reload =
                    new ZoneFileCommand(
                            "reload",
                            List.of("kill", "-HUP", String.valueOf(named.pid())),
                            Programs.system(Map.of()));
            for (int round = 1; round <= 3; round++) {
                ZoneProvider place = place(named, List.of(reload));
                var reading = place.read(List.of());
                var plan = PlanText.plan(reading, List.of("new 60 A 192.0.2." + round));
                var committed =
                        assertInstanceOf(
                                ZoneProvider.Outcome.Committed.class, place.commit(reading, plan));
                place.awaitVisible(committed.receipt(), _ -> {});
                var time = LoadedTime.limit(Duration.ofSeconds(20));
                while (!answer(named).equals("192.0.2." + round + "\n")) {
                    assertTrue(!time.isOver(), named::log);
                    Thread.sleep(50);
                }
            }
            assertTrue(Files.exists(file(named).resolveSibling("example.com.zone.jnl")));
            var failure =
                    assertThrows(
                            Failure.class,
                            () ->
                                    PlanText.commit(
                                            place(named, List.of()),
                                            List.of("new 60 A 192.0.2.9")));
            assertEquals(
                    "give the command: --reload 'rndc reload example.com'",
                    failure.problems().getFirst().fix());
        }
    }
}
