package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * DNS as one or several servers tell it: asked in turn, the next where one fails. Names are asked
 * as they stand, without search domains; nothing is kept between two calls. A call waits about two
 * seconds for one answer, tries twice, and is bounded as a whole; an interrupted one ends at once,
 * and what it did not learn is Failed.
 */
public final class Resolvers implements DnsSource {
    private final List<NameServer> servers;
    private final QueryLimits limits;
    private final RandomGenerator random;
    private final InstantSource clock;

    Resolvers(
            List<NameServer> servers,
            QueryLimits limits,
            RandomGenerator random,
            InstantSource clock) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no server to ask");
        }
        this.servers = List.copyOf(servers);
        this.limits = limits;
        this.random = random;
        this.clock = clock;
    }

    /**
     * The servers, at least one, resolvers or the zones' own.
     *
     * @param random gives query IDs; one that cannot be guessed
     */
    public static Resolvers of(
            List<NameServer> servers, RandomGenerator random, InstantSource clock) {
        return new Resolvers(servers, QueryLimits.USUAL, random, clock);
    }

    /**
     * The servers that this machine uses.
     *
     * @param resolvConf usually {@code /etc/resolv.conf}; without it, the server on this machine
     */
    public static Resolvers ofSystem(Path resolvConf, RandomGenerator random, InstantSource clock) {
        return of(systemServers(resolvConf), random, clock);
    }

    /** The servers that this machine uses; without such a file, the server on this machine. */
    public static List<NameServer> systemServers(Path resolvConf) {
        try {
            return NameServer.ofResolvConf(Files.readString(resolvConf));
        } catch (IOException _) {
            return NameServer.ofResolvConf("");
        }
    }

    @Override
    public Map<Question, DnsAnswer<RRset>> ask(Collection<Question> questions) {
        return QueryBatch.ask(questions, servers, limits, random, clock);
    }

    /** {@code 127.0.0.1:53, 192.0.2.53:53}. */
    @Override
    public String description() {
        return servers.stream().map(NameServer::toString).collect(Collectors.joining(", "));
    }
}
