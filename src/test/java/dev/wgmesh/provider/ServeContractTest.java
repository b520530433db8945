package dev.wgmesh.provider;

import dev.wgmesh.provider.ServerPlace.Read;
import dev.wgmesh.serve.DevelopmentServer;
import dev.wgmesh.serve.UpdateKeys;
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
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every place, kept by a zone on the development server. */
@Timeout(60)
class ServeContractTest {
    @Nested
    class ByTransfer extends OnServe {
        @Override
        Read read() {
            return Read.TRANSFER;
        }
    }

    @Nested
    class ByQuestions extends OnServe {
        @Override
        Read read() {
            return Read.ASK;
        }
    }

    /** A server and a folder for each test. */
    abstract static class OnServe implements ZoneProviderContract {
        @TempDir Path folder;
        private final List<DevelopmentServer> running = new ArrayList<>();

        abstract Read read();

        @Override
        public ZoneProvider hosting(String text) throws Exception {
            Files.writeString(folder.resolve("example.com.zone"), text);
            var keys = new UpdateKeys(List.of(TestKey.KNOWN.key()), Clock.systemUTC());
            var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var server = DevelopmentServer.start(folder, any, keys, _ -> {});
            running.add(server);
            return ZoneProviders.server(
                    new ServerPlace(server.address(), Optional.of(TestKey.KNOWN.key()), read()),
                    Question.name("_p2p.example.com"),
                    RandomGenerator.getDefault(),
                    Clock.systemUTC());
        }

        @AfterEach
        void stop() {
            running.forEach(DevelopmentServer::close);
        }
    }
}
