package dev.wgmesh.provider.server;

import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProviderContract;
import dev.wgmesh.provider.ZoneSearch;
import dev.wgmesh.provider.server.ServerAccess.Read;
import dev.wgmesh.testing.dns.FakeDns;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneRecord;
import dev.wgmesh.zone.ZoneText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** A zone on a server in the test's process. */
final class FakeServerZone {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-04T05:06:07Z"));

    /** The contract's zone. */
    static final List<Record> RECORDS =
            ZoneText.read("example.com.zone", _ -> ZoneProviderContract.ZONE, Optional.empty())
                    .contents()
                    .records()
                    .stream()
                    .map(ZoneRecord::record)
                    .toList();

    private FakeServerZone() {}

    /** The zone, found there by asking. */
    static ZoneProvider of(FakeDns dns) {
        DnsClient server = server(dns, Read.ASK);
        Name apex = ApexSearch.find(server, Question.name("_p2p.example.com"));
        return new ServerProvider(server, apex, CLOCK);
    }

    /** example.com, taken for granted. */
    static ZoneProvider of(FakeDns dns, Read read) {
        return new ServerProvider(server(dns, read), Question.name("example.com"), CLOCK);
    }

    /** example.com, from a server that is waited for 0.3 s. */
    static ZoneProvider impatient(FakeDns dns) {
        return new ServerProvider(
                server(dns, Read.ASK, Duration.ofMillis(300)), Question.name("example.com"), CLOCK);
    }

    /** The zones of a server. */
    static ZoneSearch search(FakeDns dns) {
        return new ServerZoneSearch(server(dns, Read.ASK), CLOCK);
    }

    private static DnsClient server(FakeDns dns, Read read) {
        return server(dns, read, Duration.ofMillis(2500));
    }

    private static DnsClient server(FakeDns dns, Read read, Duration patience) {
        return new DnsClient(
                new ServerAccess(dns.address(), Optional.empty(), read),
                patience,
                RandomGenerator.getDefault(),
                CLOCK);
    }
}
