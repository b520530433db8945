package dev.wgmesh.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProviderContract;
import dev.wgmesh.provider.server.ServerAccess.Read;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.zone.Question;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The provider contract, for a zone on BIND and on Knot; needs both. */
class ServerContractIT {
    private static final String IGNORE = "check-names ignore;";

    @Nested
    class BindTransfer extends ServerContract {
        @Override
        RealServer start(Map<String, String> zones) {
            return RealServer.namedUpdated(
                    zones, IGNORE + " allow-transfer { key " + TestKey.KNOWN.name() + "; };");
        }

        @Override
        Read read() {
            return Read.ANY;
        }
    }

    @Nested
    class BindQueries extends ServerContract {
        @Override
        RealServer start(Map<String, String> zones) {
            return RealServer.namedUpdated(zones, IGNORE);
        }

        @Override
        Read read() {
            return Read.ASK;
        }
    }

    @Nested
    class BindWithoutTransfers extends ServerContract {
        @Override
        RealServer start(Map<String, String> zones) {
            return RealServer.namedUpdated(zones, IGNORE);
        }

        @Override
        Read read() {
            return Read.ANY;
        }
    }

    @Nested
    class KnotTransfer extends ServerContract {
        @Override
        RealServer start(Map<String, String> zones) {
            return RealServer.knotdUpdated(zones, "update, transfer");
        }

        @Override
        Read read() {
            return Read.TRANSFER;
        }
    }

    @Nested
    class KnotQueries extends ServerContract {
        @Override
        RealServer start(Map<String, String> zones) {
            return RealServer.knotdUpdated(zones, "update");
        }

        @Override
        Read read() {
            return Read.ASK;
        }
    }

    @Nested
    class KnotWithoutTransfers extends ServerContract {
        @Override
        RealServer start(Map<String, String> zones) {
            return RealServer.knotdUpdated(zones, "update");
        }

        @Override
        Read read() {
            return Read.ANY;
        }
    }

    /** A server for each test. */
    abstract static class ServerContract implements ZoneProviderContract {
        private final List<RealServer> running = new ArrayList<>();

        abstract RealServer start(Map<String, String> zones);

        abstract Read read();

        @Override
        public ZoneProvider hosting(String text) {
            RealServer server = start(Map.of("example.com", text));
            running.add(server);
            var place =
                    new ServerAccess(server.address(), Optional.of(TestKey.KNOWN.key()), read());
            return ServerZoneSearch.open(
                    place,
                    Question.name("_p2p.example.com"),
                    RandomGenerator.getDefault(),
                    Clock.systemUTC());
        }

        @Test
        void names_in_data_may_have_any_case() {
            String zone = ZONE.replace("_p2p 600 IN TXT", "_P2P 600 IN TXT");
            ZoneProvider place = hosting(zone + "_p2p IN PTR _p2p.EU.Example.COM.\n");
            PlanText.addToList(place, "node-c.example.com");
            PlanText.commit(
                    place,
                    List.of(
                            "_p2p 300 PTR _p2p.eu.example.com.",
                            "_p2p 300 PTR _p2p.us.example.com."));
            PlanText.commit(place, List.of("_p2p 300 PTR _p2p.us.example.com."));
            assertEquals("300 _p2p.us.example.com.", PlanText.shown(place, "_p2p PTR"));
        }

        @AfterEach
        void stop() {
            running.forEach(RealServer::close);
        }
    }
}
