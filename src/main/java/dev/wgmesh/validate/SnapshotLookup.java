package dev.wgmesh.validate;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.FilePosition;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.Snapshot;
import dev.wgmesh.zone.ZoneAnswer;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Answers out of a snapshot. In a zone with lines that could not be read, what was read is judged,
 * and nothing is known to be absent.
 *
 * @param snapshot that is asked
 */
public record SnapshotLookup(Snapshot snapshot) {
    private static final Comparator<ZoneRecord> IN_PLACE =
            Comparator.<ZoneRecord, Boolean>comparing(r -> r.place().isEmpty())
                    .thenComparing(r -> r.place().map(FilePosition::file).orElse(""))
                    .thenComparing(r -> r.place().map(FilePosition::line).orElse(0))
                    .thenComparing(r -> r.place().map(FilePosition::column).orElse(0))
                    .thenComparing(ZoneRecord::record);

    /** What is known, aliases followed, records as they stand in the file. */
    DnsAnswer<RRset> to(Question question) {
        Optional<ZoneContents> zone = snapshot.zoneOf(question.owner());
        DnsAnswer<RRset> answer =
                zone.filter(z -> !z.findings().isEmpty())
                        .map(z -> broken(z, question))
                        .orElseGet(() -> snapshot.to(question).orElseGet(() -> unknown(question)));
        return answer.map(SnapshotLookup::inPlace);
    }

    private static DnsAnswer<RRset> broken(ZoneContents zone, Question question) {
        return zone.answer(question) instanceof ZoneAnswer.Records(RRset set)
                ? new DnsAnswer.Found<>(set, Duration.ofSeconds(set.ttl()))
                : new DnsAnswer.Failed<>(
                        Problem.of(
                                question.toString(),
                                zone.source() + " has lines that could not be read"));
    }

    private static DnsAnswer<RRset> unknown(Question question) {
        return new DnsAnswer.Failed<>(Problem.of(question.toString(), "was not asked"));
    }

    /** The same RRset with its records in the order of their places, whatever was read first. */
    public static RRset inPlace(RRset set) {
        return set.records().size() == 1
                ? set
                : new RRset(set.question(), set.records().stream().sorted(IN_PLACE).toList());
    }

    /** Whether a whole zone speaks for the name, itself and not by a delegation. */
    public boolean isGiven(Name name) {
        return snapshot.zoneOf(name)
                .filter(zone ->
                        !(zone.answer(new Question(name, Type.TXT))
                                instanceof ZoneAnswer.Delegation))
                .isPresent();
    }

    /** Whether the question was put to a server. */
    public boolean wasAsked(Question question) {
        return snapshot.answers().containsKey(question);
    }
}
