package dev.wgmesh.config;

import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.xbill.DNS.Type;

/** A zone that can be read completely or by questions, and records the questions. */
final class ScriptedZone implements ZoneProvider {
    private final ZoneContents zone;
    private final boolean whole;
    private final List<String> queries = new ArrayList<>();

    /** The zone written as zone-file text without SOA. */
    ScriptedZone(String apex, boolean whole, String text) {
        this.zone = TestZones.text(apex, text).zones().getFirst();
        this.whole = whole;
    }

    private record ScriptedReading(ZoneContents zone, boolean isComplete) implements Reading {
        @Override
        public String version() {
            return "1";
        }
    }

    /** A part is what a server of the zone says to each question, and the SOA. */
    @Override
    public Reading read(Collection<Question> wanted) {
        queries.add(String.join(", ", new TreeSet<>(wanted).stream().map(q -> q + "").toList()));
        List<Problem> problems =
                wanted.stream()
                        .filter(question -> question.owner().toString().startsWith("broken."))
                        .map(question -> Problem.of(question.toString(), "SERVFAIL"))
                        .toList();
        if (!problems.isEmpty()) {
            throw new Failure(Failure.Kind.UNREADABLE, problems);
        }
        if (whole) {
            return new ScriptedReading(zone, true);
        }
        List<ZoneRecord> records =
                zone.records().stream().filter(record -> isReturned(record, wanted)).toList();
        return new ScriptedReading(
                new ZoneContents(zone.apex(), "part", records, List.of()), false);
    }

    private static boolean isReturned(ZoneRecord record, Collection<Question> wanted) {
        Question set = record.question();
        return set.type() == Type.SOA
                || wanted.stream()
                        .anyMatch(question ->
                                set.equals(question)
                                        || set.owner().equals(question.owner())
                                                && set.type() == Type.CNAME
                                        || set.type() == Type.NS
                                                && question.owner().subdomain(set.owner()));
    }

    @Override
    public Outcome commit(Reading basis, ZonePlan plan) {
        throw new AssertionError("only read");
    }

    @Override
    public String description() {
        return "scripted";
    }

    /** The questions of each reading. */
    List<String> queries() {
        return queries;
    }
}
