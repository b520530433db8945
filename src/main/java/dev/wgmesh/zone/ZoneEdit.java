package dev.wgmesh.zone;

import dev.wgmesh.problem.Failure;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * The text of zone files after a change of the zone. An edit touches only the lines of changed
 * records, each in its file, and the digits of the serial; everything else stays octet for octet. A
 * new record is added beside its RRset, or beside other records of its owner, or beside similar
 * records, in their columns. An existing RRset keeps its TTL.
 *
 * @param texts the new text of each file that changes, by path; the one with the SOA last
 * @param zone after it
 * @param serial of the zone after it
 */
public record ZoneEdit(SequencedMap<String, String> texts, ZoneText zone, long serial) {
    /** Copies, in order. */
    public ZoneEdit {
        texts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(texts));
    }

    /**
     * Edits a zone.
     *
     * @param wanted the records of each RRset to change; no records: the RRset is removed; never
     *     the SOA
     * @param today for a serial in date style
     * @throws Failure UNREADABLE where the zone has findings; REFUSED where it does not have
     *     exactly one SOA, or a file that is included more than once would change
     */
    public static ZoneEdit of(
            ZoneText zone, SortedMap<Question, List<Record>> wanted, LocalDate today) {
        return edit(zone, wanted, serial -> Serial.next(serial, today), false);
    }

    /**
     * Edits a zone as {@link #of} does.
     *
     * @param serial that the zone gets, also where no RRset changes
     * @throws Failure as {@link #of} does
     */
    public static ZoneEdit withSerial(
            ZoneText zone, SortedMap<Question, List<Record>> wanted, long serial) {
        return edit(zone, wanted, _ -> serial, true);
    }

    private static ZoneEdit edit(
            ZoneText zone,
            SortedMap<Question, List<Record>> wanted,
            LongUnaryOperator raised,
            boolean always) {
        if (wanted.keySet().stream().anyMatch(question -> question.type() == Type.SOA)) {
            throw new IllegalArgumentException("the SOA must not be among the wanted RRsets");
        }
        zone.requireWhole();
        ZoneText whole = zone.withSegments();
        List<ZoneExcerpt.Run> skipped = ZoneExcerpt.skipped(whole, wanted);
        try {
            return edit(whole, wanted, raised, always, skipped);
        } catch (ZoneExcerpt.TooSmall _) {
            return edit(whole, wanted, raised, always, List.of());
        }
    }

    private static ZoneEdit edit(
            ZoneText zone,
            SortedMap<Question, List<Record>> wanted,
            LongUnaryOperator raised,
            boolean always,
            List<ZoneExcerpt.Run> skipped) {
        ZoneLayout layout = ZoneLayout.of(zone, new ExcerptPath(skipped, ZoneExcerpt.Run::start));
        ZoneLine soa = layout.soa();
        long serial = ((SOARecord) soa.entry().record()).getSerial();
        Map<ZoneLine, LineChange> changes = LineChanges.of(layout, wanted);
        if (changes.isEmpty() && !always) {
            return new ZoneEdit(new LinkedHashMap<>(), zone, serial);
        }
        long next = raised.applyAsLong(serial);
        if (soa.serial().isEmpty()) {
            throw Failure.refused(
                    zone.file(),
                    "has its SOA in the form for unknown types (RFC 3597)",
                    "write the record as SOA");
        }
        changes.put(soa, changes.getOrDefault(soa, LineChange.NONE).withSerial(next));
        Map<String, ZoneFileWriter.NewText> written = ZoneFileWriter.of(layout, changes);
        var texts = new LinkedHashMap<String, String>();
        written.forEach((file, now) -> texts.put(file, now.text()));
        texts.putLast(soa.file(), Optional.ofNullable(texts.get(soa.file())).orElseThrow());
        ZoneText after = verified(zone, written, wanted, next, skipped);
        return new ZoneEdit(
                texts, skipped.isEmpty() ? after : edited(zone, written, wanted, after), next);
    }

    /**
     * Returns a zone after an edit.
     *
     * @param read the entries of the new texts that the edit concerns
     */
    private static ZoneText edited(
            ZoneText zone,
            Map<String, ZoneFileWriter.NewText> written,
            SortedMap<Question, List<Record>> wanted,
            ZoneText read) {
        var changes = new LinkedHashMap<Question, Optional<RRset>>();
        var soa = new Question(zone.contents().apex(), Type.SOA);
        changes.put(soa, read.contents().rrset(soa));
        wanted.keySet().forEach(set -> changes.put(set, read.contents().rrset(set)));
        return zone.with(
                read.texts(),
                zone.contents().changed(changes, Optional.of(record -> moved(record, written))));
    }

    private static ZoneRecord moved(
            ZoneRecord record, Map<String, ZoneFileWriter.NewText> written) {
        return record.place()
                .flatMap(place ->
                        Optional.ofNullable(written.get(place.file()))
                                .map(now -> now.position(place)))
                .map(place -> new ZoneRecord(record.record(), Optional.of(place)))
                .orElse(record);
    }

    /**
     * Reads the new text back: only the wanted RRsets and the serial may differ. Entries that the
     * change does not concern are the same octets, read from the same beginning.
     *
     * @param skipped runs of those entries
     * @return the zone of the other entries
     * @throws ZoneExcerpt.TooSmall where a run begins differently now
     */
    private static ZoneText verified(
            ZoneText zone,
            Map<String, ZoneFileWriter.NewText> written,
            SortedMap<Question, List<Record>> wanted,
            long serial,
            List<ZoneExcerpt.Run> skipped) {
        TextSource old = file -> Optional.ofNullable(zone.texts().get(file)).orElseThrow();
        ZoneText after =
                zone.excerpt(
                        file ->
                                Optional.ofNullable(written.get(file))
                                        .map(ZoneFileWriter.NewText::text)
                                        .orElseGet(() -> old.text(file)),
                        new ExcerptPath(skipped, run -> newStart(run, old, written)));
        ZoneText before =
                skipped.isEmpty()
                        ? zone
                        : zone.excerpt(old, new ExcerptPath(skipped, ZoneExcerpt.Run::start));
        compare(before, after, wanted, serial);
        return after;
    }

    /** Returns the offset at which the same octets are in the new text. */
    private static int newStart(
            ZoneExcerpt.Run run, TextSource old, Map<String, ZoneFileWriter.NewText> written) {
        Optional<ZoneFileWriter.NewText> now = Optional.ofNullable(written.get(run.file()));
        if (now.isEmpty()) {
            return run.start();
        }
        int start = now.get().offset(run.start());
        int length = run.end() - run.start();
        boolean same =
                now.get().text().regionMatches(start, old.text(run.file()), run.start(), length);
        if (!same) {
            throw new ZoneExcerpt.TooSmall();
        }
        return start;
    }

    private static void compare(
            ZoneText before,
            ZoneText after,
            SortedMap<Question, List<Record>> wanted,
            long serial) {
        var expected = new HashSet<>(before.contents().questions());
        var found = new HashSet<>(after.contents().questions());
        boolean same =
                after.contents().syntaxErrors().isEmpty() && opaque(before).equals(opaque(after));
        for (Map.Entry<Question, List<Record>> set : wanted.entrySet()) {
            Optional<RRset> want =
                    set.getValue().isEmpty()
                            ? Optional.empty()
                            : Optional.of(RRset.of(set.getValue()));
            Optional<RRset> had = before.contents().rrset(set.getKey());
            Optional<RRset> has = after.contents().rrset(set.getKey());
            expected.remove(set.getKey());
            found.remove(set.getKey());
            same &= want.map(w -> has.map(w::hasSameRdata).orElse(false)).orElse(has.isEmpty());
            Set<Long> ttls = had.or(() -> want).map(ZoneEdit::ttls).orElse(Set.of());
            same &= has.map(now -> ttls.containsAll(ttls(now))).orElse(true);
        }
        same &= expected.equals(found);
        for (Question question : expected) {
            RRset had = before.contents().rrset(question).orElseThrow();
            same &=
                    after.contents()
                            .rrset(question)
                            .map(has -> isSame(had, has, serial))
                            .orElse(false);
        }
        if (!same) {
            throw Failure.refused(
                    before.file(),
                    "has a layout that cannot be edited safely",
                    "edit the file by hand");
        }
    }

    /** Returns the records that are kept as text, without their places. */
    private static List<String> opaque(ZoneText zone) {
        return zone.contents().notes().opaque().stream()
                .map(record -> record.question() + " " + record.ttl() + " " + record.data())
                .sorted()
                .toList();
    }

    /** Returns the TTLs of an RRset; a correct one has one (RFC 2181, section 5.2). */
    private static Set<Long> ttls(RRset set) {
        return set.dnsRecords().stream().map(Record::getTTL).collect(Collectors.toSet());
    }

    private static boolean isSame(RRset had, RRset has, long serial) {
        if (had.question().type() == Type.SOA) {
            return ((SOARecord) has.records().getFirst().record()).getSerial() == serial;
        }
        return had.records().size() == has.records().size()
                && had.ttl() == has.ttl()
                && had.hasSameRdata(has);
    }
}
