package dev.wgmesh.testing.dns;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.AncestorNames;
import dev.wgmesh.zone.AnswerOrigin;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TracedAnswer;
import dev.wgmesh.zone.ZoneSerial;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * Zones that change, behind a server that is an authority for some of them and caches the others.
 * It remembers what each record was at any time.
 */
public final class SimulatedDns implements DnsSource {
    private static final Duration NEGATIVE_TTL = Duration.ofSeconds(60);

    private record Value(Optional<RRset> set, Duration ttl) {}

    private record Cached(Value value, Instant until) {}

    private final Map<Name, Boolean> authority = new HashMap<>();
    private final Map<Name, Long> serials = new HashMap<>();
    private final Map<Question, NavigableMap<Instant, Value>> history = new HashMap<>();
    private final Map<Question, Cached> cache = new HashMap<>();
    private final Set<Question> failing = new HashSet<>();
    private final List<String> asked = new ArrayList<>();
    private Instant now;
    private String server = "192.0.2.1:53";
    private boolean frozen;

    /** Creates a world without zones. */
    public SimulatedDns(Instant start) {
        this.now = start;
    }

    public Instant now() {
        return now;
    }

    public void advance(Duration time) {
        now = now.plus(time);
    }

    /** Adds a zone; the server is an authority for it, or has it from a cache. */
    public void zone(String apex, boolean authoritative) {
        authority.put(Question.name(apex), authoritative);
        serials.put(Question.name(apex), 1L);
    }

    /** Replies come from this server from now on. */
    public void answerFrom(String address) {
        server = address;
    }

    /** Serials stay as they are, whatever changes. */
    public void freezeSerials() {
        frozen = true;
    }

    public void fail(Question question) {
        failing.add(question);
    }

    /** Sets a TXT record of this text, or an address record of any address. */
    public void put(Question question, int ttl, String text) {
        RRset set = RRset.of(List.of(dnsRecord(question, ttl, text)));
        change(question, new Value(Optional.of(set), Duration.ofSeconds(ttl)));
    }

    public void remove(Question question) {
        change(question, new Value(Optional.empty(), NEGATIVE_TTL));
    }

    private static Record dnsRecord(Question question, int ttl, String text) {
        try {
            byte[] octets = new byte[16];
            octets[0] = 0x20;
            byte[] hash = Integer.toString(text.hashCode()).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(
                    hash, 0, octets, 16 - Math.min(8, hash.length), Math.min(8, hash.length));
            return switch (question.type()) {
                case Type.A ->
                        new ARecord(
                                question.owner(),
                                DClass.IN,
                                ttl,
                                InetAddress.getByAddress(
                                        new byte[] {10, octets[9], octets[10], octets[11]}));
                case Type.AAAA ->
                        new AAAARecord(
                                question.owner(), DClass.IN, ttl, InetAddress.getByAddress(octets));
                default -> new TXTRecord(question.owner(), DClass.IN, ttl, text);
            };
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private void change(Question question, Value value) {
        history(question).put(now, value);
        if (!frozen) {
            serials.merge(apex(question.owner()), 1L, Long::sum);
        }
    }

    private NavigableMap<Instant, Value> history(Question question) {
        return history.computeIfAbsent(
                question,
                _ -> {
                    var values = new TreeMap<Instant, Value>();
                    values.put(Instant.MIN, new Value(Optional.empty(), NEGATIVE_TTL));
                    return values;
                });
    }

    private Value value(Question question) {
        return history(question).floorEntry(now).getValue();
    }

    private Name apex(Name owner) {
        return AncestorNames.nearest(authority.keySet(), owner).orElseThrow();
    }

    /** Returns whether the server is an authority for the question's name. */
    public boolean isAuthority(String question) {
        return authority.getOrDefault(
                apex(Question.name(question.substring(0, question.indexOf(' ')))), false);
    }

    /** Returns the questions asked, in order; clearing it begins again. */
    public List<String> asked() {
        return asked;
    }

    /** Returns the text of an answer. */
    public String text(DnsAnswer<RRset> answer) {
        return answer.found()
                .map(set -> ((TXTRecord) set.dnsRecords().getFirst()).getStrings().getFirst())
                .orElse("none");
    }

    /** Returns whether the answer was right now, or not longer ago than its TTL was then. */
    public boolean wasTrue(Question question, DnsAnswer<RRset> answer) {
        NavigableMap<Instant, Value> values = history(question);
        for (Map.Entry<Instant, Value> entry : values.entrySet()) {
            Optional<Instant> end = Optional.ofNullable(values.higherKey(entry.getKey()));
            boolean recent = end.isEmpty() || end.get().plus(entry.getValue().ttl()).isAfter(now);
            if (recent && entry.getValue().set().equals(answer.found())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
        var answers = new TreeMap<Question, DnsAnswer<RRset>>();
        trace(questions).forEach((question, traced) -> answers.put(question, traced.answer()));
        return answers;
    }

    @Override
    public Map<Question, TracedAnswer> trace(Collection<Question> questions) {
        var answers = new TreeMap<Question, TracedAnswer>();
        for (Question question : new TreeSet<>(questions)) {
            asked.add(question.toString());
            answers.put(question, answer(question));
        }
        return answers;
    }

    private TracedAnswer answer(Question question) {
        if (failing.contains(question)) {
            return new TracedAnswer(
                    new DnsAnswer.Failed<>(Problem.of(question.toString(), "fails")),
                    Optional.empty());
        }
        Name apex = apex(question.owner());
        Value value = value(question);
        if (authority.getOrDefault(apex, false)) {
            var serial = new ZoneSerial(server, apex, serials.getOrDefault(apex, 0L));
            boolean namesZone = question.type() == Type.SOA || value.set().isEmpty();
            return new TracedAnswer(
                    answer(value, value.ttl()),
                    Optional.of(
                            new AnswerOrigin(
                                    server, namesZone ? Optional.of(serial) : Optional.empty())));
        }
        Cached cached = cache.get(question);
        if (cached == null || !cached.until().isAfter(now)) {
            cached = new Cached(value, now.plus(value.ttl()));
            cache.put(question, cached);
        }
        return new TracedAnswer(
                answer(cached.value(), Duration.between(now, cached.until())), Optional.empty());
    }

    private static DnsAnswer<RRset> answer(Value value, Duration ttl) {
        return value.set().isPresent()
                ? new DnsAnswer.Found<>(value.set().get(), ttl)
                : new DnsAnswer.Absent<>(ttl);
    }

    @Override
    public boolean honoursTtl() {
        return true;
    }

    @Override
    public String description() {
        return "simulated";
    }
}
