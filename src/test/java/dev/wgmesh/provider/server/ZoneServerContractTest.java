package dev.wgmesh.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProviderContract;
import dev.wgmesh.provider.file.ZoneFileProvider;
import dev.wgmesh.provider.server.ServerAccess.Read;
import dev.wgmesh.serve.UpdateKeys;
import dev.wgmesh.serve.ZoneServer;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.zone.Question;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** The provider contract, for a zone on the development server. */
@Timeout(60)
class ZoneServerContractTest {
    private static final int WRITERS = 8;
    private static final int EACH = 10;

    @Nested
    class TransferContract extends ZoneServerContract {
        @Override
        Read read() {
            return Read.TRANSFER;
        }
    }

    @Nested
    class QueryContract extends ZoneServerContract {
        @Override
        Read read() {
            return Read.ASK;
        }
    }

    /** Whoever edits the file, by another road, is a writer like any other. */
    @Test
    void writers_of_the_file_and_of_the_server_lose_nothing(@TempDir Path folder) throws Exception {
        Path file =
                Files.writeString(folder.resolve("example.com.zone"), ZoneProviderContract.ZONE);
        try (var server = start(folder);
                var threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                ZoneProvider place =
                        writer % 2 == 0
                                ? ZoneFileProvider.open(
                                        file, Optional.empty(), Clock.systemUTC(), List.of())
                                : at(server, Read.ASK);
                String prefix = "w" + writer + "-";
                running.add(
                        threads.submit(() -> {
                            for (int i = 0; i < EACH; i++) {
                                PlanText.addToList(place, prefix + i + ".example.com");
                            }
                        }));
            }
            for (Future<?> future : running) {
                future.get();
            }
            ZoneProvider place =
                    ZoneFileProvider.open(file, Optional.empty(), Clock.systemUTC(), List.of());
            Question list = Question.of("_p2p.example.com", Type.TXT);
            var members = place.read(List.of(list)).zone().rrset(list).orElseThrow().records();
            assertEquals(2 + WRITERS * EACH, members.size());
            assertEquals(7 + WRITERS * EACH, PlanText.serial(place));
        }
    }

    private static ZoneServer start(Path folder) {
        var keys = new UpdateKeys(List.of(TestKey.KNOWN.key()), Clock.systemUTC());
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return ZoneServer.start(folder, any, keys, _ -> {});
    }

    private static ZoneProvider at(ZoneServer server, Read read) {
        return ServerZoneSearch.open(
                new ServerAccess(server.address(), Optional.of(TestKey.KNOWN.key()), read),
                Question.name("_p2p.example.com"),
                RandomGenerator.getDefault(),
                Clock.systemUTC());
    }

    /** A server and a folder for each test. */
    abstract static class ZoneServerContract implements ZoneProviderContract {
        @TempDir Path folder;
        private final List<ZoneServer> running = new ArrayList<>();

        abstract Read read();

        @Override
        public ZoneProvider hosting(String text) throws Exception {
            Files.writeString(folder.resolve("example.com.zone"), text);
            var server = start(folder);
            running.add(server);
            return at(server, read());
        }

        @AfterEach
        void stop() {
            running.forEach(ZoneServer::close);
        }
    }
}
