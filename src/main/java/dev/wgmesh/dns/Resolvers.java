package dev.wgmesh.dns;

import dev.wgmesh.files.RegularFile;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.DnssecMode;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TracedAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * One or several DNS servers, queried in turn when one fails. Names are queried as given, without
 * search domains; nothing is cached between calls but the keys of DNSSEC. A call waits about two
 * seconds for an answer, tries twice, and has a total time budget; an interrupted call ends at
 * once, with its open questions Failed.
 */
public final class Resolvers implements DnsSource {
    private final ResolverAccess access;
    private final Optional<DnssecQueries> validated;

    Resolvers(
            List<NameServer> servers,
            QueryLimits limits,
            RandomGenerator random,
            InstantSource clock) {
        this(servers, limits, random, clock, Optional.empty());
    }

    Resolvers(
            List<NameServer> servers,
            QueryLimits limits,
            RandomGenerator random,
            InstantSource clock,
            Optional<Dnssec> dnssec) {
        this.access = new ResolverAccess(servers, limits, random, clock);
        this.validated =
                dnssec.filter(settings -> settings.mode() != DnssecMode.OFF)
                        .map(settings -> new DnssecQueries(access, settings));
    }

    /**
     * Creates a source from at least one server, recursive or authoritative.
     *
     * @param random an unpredictable source of query IDs
     */
    public static Resolvers of(
            List<NameServer> servers, RandomGenerator random, InstantSource clock) {
        return new Resolvers(servers, QueryLimits.DEFAULT, random, clock);
    }

    /**
     * Creates a source from at least one server.
     *
     * @param dnssec how answers are validated; empty: they are not
     */
    public static Resolvers of(
            List<NameServer> servers,
            RandomGenerator random,
            InstantSource clock,
            Optional<Dnssec> dnssec) {
        return new Resolvers(servers, QueryLimits.DEFAULT, random, clock, dnssec);
    }

    /**
     * Returns the servers that this machine uses; if the file does not exist, the server on this
     * machine.
     */
    public static List<NameServer> systemServers(Path resolvConf) {
        try {
            return NameServer.ofResolvConf(RegularFile.text(resolvConf, StandardCharsets.UTF_8));
        } catch (IOException _) {
            return NameServer.ofResolvConf("");
        }
    }

    @Override
    public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
        return query(questions, ReadingBudget.of(access.clock()));
    }

    /**
     * Answers every question as a part of a larger reading.
     *
     * @param budget of all that is read; beyond it questions are Failed
     */
    public Map<Question, DnsAnswer<RRset>> query(
            Collection<Question> questions, ReadingBudget budget) {
        return validated
                .map(queries -> queries.query(questions, budget))
                .orElseGet(() -> QueryBatch.execute(questions, access, budget));
    }

    @Override
    public Map<Question, TracedAnswer> trace(Collection<Question> questions) {
        return trace(questions, ReadingBudget.of(access.clock()));
    }

    /**
     * Answers every question as a part of a larger reading, with origins. Answers that are
     * validated have none: a replayed serial proves nothing about the signatures of other answers.
     *
     * @param budget of all that is read; beyond it questions are Failed
     */
    public Map<Question, TracedAnswer> trace(Collection<Question> questions, ReadingBudget budget) {
        if (validated.isEmpty()) {
            return QueryBatch.trace(questions, access, budget);
        }
        return TracedAnswer.withoutOrigin(query(questions, budget));
    }

    @Override
    public boolean honoursTtl() {
        return true;
    }

    /** Returns {@code 127.0.0.1:53, 192.0.2.53:53}. */
    @Override
    public String description() {
        return access.servers().stream()
                .map(NameServer::toString)
                .collect(Collectors.joining(", "));
    }
}
