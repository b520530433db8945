package dev.wgmesh.testing.race;

import dev.wgmesh.dns.NameServer;
import dev.wgmesh.dns.Resolvers;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.server.ServerAccess;
import dev.wgmesh.provider.server.ServerAccess.Read;
import dev.wgmesh.provider.server.ServerZoneSearch;
import dev.wgmesh.provision.Hosting;
import dev.wgmesh.serve.UpdateKeys;
import dev.wgmesh.serve.ZoneServer;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.tsig.TsigKey;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Update;

/** A zone on a server, written through a proxy that can lose messages. */
public final class RaceTargetServer implements RaceTarget {
    private static final Map<String, String> ZONES = Map.of("example.com", RaceMesh.ZONE);

    private final InetSocketAddress server;
    private final Runnable end;
    private final LossyProxy proxy;
    private final Read read;

    private RaceTargetServer(InetSocketAddress server, Runnable end, Read read) throws IOException {
        this.server = server;
        this.end = end;
        this.proxy = LossyProxy.inFrontOf(server);
        this.read = read;
    }

    private static RaceTargetServer of(RealServer server, Read read) throws IOException {
        return new RaceTargetServer(server.address(), server::close, read);
    }

    /** BIND, which is read as {@code read} says. */
    public static RaceTargetServer bind(Read read) throws IOException {
        String key = "key " + TestKey.KNOWN.name() + ";";
        return of(
                RealServer.namedUpdated(
                        ZONES, "check-names ignore; allow-transfer { " + key + " };"),
                read);
    }

    /** Knot, which is read as {@code read} says. */
    public static RaceTargetServer knot(Read read) throws IOException {
        return of(RealServer.knotdUpdated(ZONES, "update, transfer"), read);
    }

    /** Our own {@code serve}, in this process, which is read as {@code read} says. */
    public static RaceTargetServer serve(Read read) throws IOException {
        Path folder = Files.createTempDirectory("wg-mesh-race");
        Path file = folder.resolve("example.com.zone");
        Files.writeString(file, RaceMesh.ZONE);
        var server =
                ZoneServer.start(
                        folder,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new UpdateKeys(List.of(TestKey.KNOWN.key()), Clock.systemUTC()),
                        _ -> {});
        Runnable end =
                () -> {
                    server.close();
                    TempFolders.delete(folder);
                };
        return new RaceTargetServer(server.address(), end, read);
    }

    @Override
    public Hosting open() {
        var asked =
                Resolvers.of(
                        List.of(new NameServer(server)),
                        RandomGenerator.getDefault(),
                        Clock.systemUTC());
        return new SingleZoneHosting(place(proxy.address(), read), asked);
    }

    private static ZoneProvider place(InetSocketAddress address, Read read) {
        return ServerZoneSearch.open(
                new ServerAccess(address, Optional.of(TestKey.KNOWN.key()), read),
                Question.name(RaceMesh.MESH),
                RandomGenerator.getDefault(),
                Clock.systemUTC());
    }

    @Override
    public Set<InjectedFault> lossModes() {
        return EnumSet.of(InjectedFault.REPLY, InjectedFault.CHANGE);
    }

    @Override
    public void setLossMode(InjectedFault loss) {
        proxy.losing(loss);
    }

    @Override
    public int lostCount() {
        return proxy.lost();
    }

    @Override
    public Optional<UnconditionalWrite> unconditionalWrite() {
        ZoneContents zone = place(server, Read.TRANSFER).read(List.of()).zone();
        return Optional.of(
                new UnconditionalWrite() {
                    @Override
                    public ZoneContents zone() {
                        return zone;
                    }

                    @Override
                    public void write(List<RRset> sets) throws IOException {
                        replace(sets);
                    }
                });
    }

    private void replace(List<RRset> sets) throws IOException {
        var update = new Update(RaceMesh.APEX);
        for (RRset set : sets) {
            update.delete(set.question().owner(), set.question().type());
            set.dnsRecords().forEach(update::add);
        }
        var resolver = new SimpleResolver(server);
        TsigKey key = TestKey.KNOWN.key();
        resolver.setTSIGKey(new TSIG(TSIG.HMAC_SHA256, key.name(), TestKey.KNOWN.secret()));
        resolver.setTCP(true);
        Message reply = resolver.send(update);
        if (reply.getRcode() != Rcode.NOERROR) {
            throw new IOException(Rcode.string(reply.getRcode()));
        }
    }

    @Override
    public void close() {
        proxy.close();
        end.run();
    }
}
