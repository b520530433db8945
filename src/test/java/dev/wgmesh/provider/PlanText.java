package dev.wgmesh.provider;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.RecordText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** Plans for a test zone, written as lines. */
public final class PlanText {
    private static final Name ORIGIN = Question.name("example.com");

    private PlanText() {}

    /** The plan that leads from a reading to what the lines say of their RRsets. */
    public static ZonePlan plan(ZoneProvider.Reading reading, List<String> lines) {
        Map<Question, List<Record>> wanted = new TreeMap<>();
        for (String line : lines) {
            var set = wanted.computeIfAbsent(asked(line), _ -> new ArrayList<>());
            if (line.split(" ").length > 2) {
                set.add(record(line));
            }
        }
        var changes = new ArrayList<RRsetChange>();
        wanted.forEach((question, records) -> {
            Optional<RRset> before = reading.zone().rrset(question);
            if (records.isEmpty()) {
                changes.add(new RRsetChange.Delete(before.orElseThrow()));
            } else {
                RRset after = RRset.of(records);
                changes.add(
                        before.<RRsetChange>map(b -> new RRsetChange.Replace(b, after))
                                .orElseGet(() -> new RRsetChange.Create(after)));
            }
        });
        return new ZonePlan(ORIGIN, "test", List.of(), changes);
    }

    /** A reading of the RRsets that the lines speak of, if not of the whole zone. */
    public static ZoneProvider.Reading read(ZoneProvider place, List<String> lines) {
        return place.read(lines.stream().map(PlanText::asked).distinct().toList());
    }

    /** What a line speaks of: {@code owner type} or {@code owner ttl type data}. */
    private static Question asked(String line) {
        String[] words = line.split(" ");
        return question(words[0], Type.value(words[words.length == 2 ? 1 : 2]));
    }

    /** Reads, plans and commits; fails where the plan is stale. */
    public static void commit(ZoneProvider place, List<String> lines) {
        var reading = read(place, lines);
        if (!(place.commit(reading, plan(reading, lines))
                instanceof ZoneProvider.Outcome.Committed)) {
            throw new AssertionError("stale");
        }
    }

    /** Adds a member to the list, again and again until no other writer was faster. */
    public static void addToList(ZoneProvider place, String host) {
        Question list = question("_p2p", Type.TXT);
        while (true) {
            var reading = place.read(List.of(list));
            RRset before = reading.zone().rrset(list).orElseThrow();
            var after = new ArrayList<>(before.dnsRecords());
            after.add(record("_p2p 600 TXT \"" + host + "\""));
            var plan =
                    new ZonePlan(
                            ORIGIN,
                            "join " + host,
                            List.of(),
                            List.of(new RRsetChange.Replace(before, RRset.of(after))));
            if (place.commit(reading, plan) instanceof ZoneProvider.Outcome.Committed) {
                return;
            }
        }
    }

    /** {@code owner ttl type data} as a record. */
    public static Record record(String line) {
        String[] words = line.split(" ", 4);
        try {
            return Record.fromString(
                    name(words[0]),
                    Type.value(words[2]),
                    DClass.IN,
                    Long.parseLong(words[1]),
                    words[3],
                    ORIGIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The RRset of {@code owner type}, its records sorted. */
    public static String shown(ZoneProvider place, String line) {
        Question question = asked(line);
        return place.read(List.of(question))
                .zone()
                .rrset(question)
                .map(set ->
                        set.dnsRecords().stream()
                                .map(r -> r.getTTL() + " " + RecordText.data(r))
                                .sorted()
                                .collect(Collectors.joining(" | ")))
                .orElse("");
    }

    public static long serial(ZoneProvider place) {
        var soa = place.read(List.of()).zone().rrset(new Question(ORIGIN, Type.SOA)).orElseThrow();
        return ((SOARecord) soa.dnsRecords().getFirst()).getSerial();
    }

    private static Question question(String owner, int type) {
        return new Question(name(owner), type);
    }

    private static Name name(String owner) {
        return Question.name(owner.endsWith(".") ? owner : owner + ".example.com");
    }
}
