package dev.wgmesh.validate;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.AnswerCache;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.NameAnswers;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneAnswer;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The answers in a snapshot. In a zone with unreadable lines, a missing record counts as a failed
 * lookup, not as absent.
 *
 * @param snapshot of zones and answers
 */
public record SnapshotLookup(DnsSnapshot snapshot) implements AnswerCache {
    private static final Comparator<ZoneRecord> IN_FILE_ORDER =
            byPlace().thenComparing(ZoneRecord::record);

    /** Returns the answer after following aliases, with records in file order. */
    @Override
    public Optional<DnsAnswer<RRset>> answer(Question question) {
        return at(question.owner()).answer(question.type());
    }

    @Override
    public NameAnswers at(Name owner) {
        Optional<ZoneContents> zone =
                snapshot.zoneOf(owner).filter(z -> !z.syntaxErrors().isEmpty());
        NameAnswers known = zone.isPresent() ? NameAnswers.NONE : snapshot.at(owner);
        return type -> {
            DnsAnswer<RRset> answer =
                    known.answer(type).orElseGet(() -> unknown(zone, new Question(owner, type)));
            return Optional.of(
                    answer instanceof DnsAnswer.Found(RRset set, _) && set.records().size() > 1
                            ? answer.map(SnapshotLookup::inFileOrder)
                            : answer);
        };
    }

    DnsAnswer<RRset> look(Question question) {
        return answer(question).orElseThrow();
    }

    private static DnsAnswer<RRset> unknown(Optional<ZoneContents> broken, Question question) {
        return broken.map(zone -> broken(zone, question)).orElseGet(() -> unknown(question));
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
        return new DnsAnswer.Failed<>(Problem.of(question.toString(), "was not looked up"));
    }

    /** Orders records by their place, those without a place last. */
    public static Comparator<ZoneRecord> byPlace() {
        return (a, b) ->
                a.place().isPresent() && b.place().isPresent()
                        ? a.place().get().compareTo(b.place().get())
                        : Boolean.compare(a.place().isEmpty(), b.place().isEmpty());
    }

    /** Returns the RRset with its records in file order, in which most are. */
    public static RRset inFileOrder(RRset set) {
        return isInFileOrder(set.records())
                ? set
                : new RRset(set.question(), set.records().stream().sorted(IN_FILE_ORDER).toList());
    }

    private static boolean isInFileOrder(List<ZoneRecord> records) {
        for (int i = 1; i < records.size(); i++) {
            if (IN_FILE_ORDER.compare(records.get(i - 1), records.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the record of the RRset that comes first in its file. */
    public static ZoneRecord first(RRset set) {
        return inFileOrder(set).records().getFirst();
    }

    /**
     * Returns whether the name is in a zone that was given as a whole, and not delegated from it.
     */
    public boolean isInGivenZone(Name name) {
        return snapshot.zoneOf(name)
                .filter(zone ->
                        !zone.mayHaveCuts()
                                || !(zone.answer(new Question(name, Type.TXT))
                                        instanceof ZoneAnswer.Delegation))
                .isPresent();
    }

    /** Returns whether a server was queried for the question. */
    public boolean wasQueried(Question question) {
        return snapshot.answers().containsKey(question);
    }
}
