package dev.wgmesh.zone;

import dev.wgmesh.limits.HeapLimit;
import dev.wgmesh.problem.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Collects what a zone file and its inclusions hold. */
final class ContentsCollector implements ZoneVisitor, RowSink {
    /** Syntax errors of a zone that are kept: more help nobody, and take memory. */
    private static final int MOST_KEPT = 10_000;

    private final SequencedMap<String, String> texts = new LinkedHashMap<>();
    private final RecordTable table = new RecordTable();
    private final List<SyntaxError> syntaxErrors = new ArrayList<>();
    private final List<OpaqueRecord> opaque = new ArrayList<>();
    private final List<FilePosition> largeTtls = new ArrayList<>();
    private Optional<SyntaxError> firstOmitted = Optional.empty();
    private final HeapLimit heap;
    private String file = "";
    private int omitted;
    private long octets;

    /** Creates a collector of what fits the heap. */
    ContentsCollector(HeapLimit heap) {
        this.heap = heap;
    }

    /** Counts what is kept; throws if it does not fit the heap. */
    private void take(String file, long records, long data) {
        octets += HeapLimit.octets(records, data);
        if (octets > heap.most()) {
            throw Failure.unreadable(file, heap.exceeded(), HeapLimit.fix());
        }
    }

    @Override
    public void file(String file, String text, Optional<String> includer) {
        take(file, 0, text.length());
        texts.putIfAbsent(file, text);
        table.reserve(text.length());
    }

    @Override
    public void record(String file, ZoneLexer lexer, ZoneEntry entry) {
        take(file, 1, 0);
        FilePosition place = lexer.place(file, lexer.start(0));
        table.add(new ZoneRecord(entry.record(), Optional.of(place)));
    }

    @Override
    public Optional<RowSink> rows() {
        return Optional.of(this);
    }

    @Override
    public NameTable names() {
        return table.names();
    }

    @Override
    public void section(String file, String text, Optional<Name> origin) {
        this.file = file;
        table.section(file, text, origin);
    }

    @Override
    public void row(int owner, int type, long ttl, int start, int line, byte[] data, int length) {
        take(file, 1, 0);
        table.add(owner, type, ttl, start, line, data, length);
    }

    @Override
    public void generated(String file, ZoneLexer lexer, ZoneEntry entry) {
        record(file, lexer, entry);
    }

    @Override
    public void opaque(String file, ZoneLexer lexer, ZoneEntry entry, String reason) {
        take(file, 1, 0);
        Record record = entry.record();
        opaque.add(
                new OpaqueRecord(
                        record.getName(),
                        record.getType(),
                        record.getTTL(),
                        lexer.textFrom(entry.typeToken() + 1),
                        reason,
                        lexer.place(file, lexer.start(0))));
    }

    @Override
    public void largeTtl(FilePosition place) {
        take(place.file(), 1, 0);
        largeTtls.add(place);
    }

    @Override
    public void syntaxError(SyntaxError error) {
        if (syntaxErrors.size() < MOST_KEPT) {
            syntaxErrors.add(error);
        } else {
            omitted++;
            firstOmitted = firstOmitted.or(() -> Optional.of(error));
        }
    }

    /** Returns the texts of the files, by path, in the order read. */
    SequencedMap<String, String> texts() {
        return Collections.unmodifiableSequencedMap(texts);
    }

    /**
     * Returns the owner of the SOA record, or the origin where the SOA record is misplaced: the NS
     * records are at the origin, and no SOA record is.
     */
    Optional<Name> apex(Optional<Name> origin) {
        Optional<Name> soa = table.firstOf(Type.SOA);
        return origin.filter(apex -> soa.isEmpty() || has(apex, Type.SOA) || has(apex, Type.NS))
                .or(() -> soa);
    }

    private boolean has(Name owner, int type) {
        return table.rrset(new Question(owner, type)).isPresent();
    }

    /** Returns the contents; one syntax error stands for those that are not kept. */
    ZoneContents contents(Name apex, String file) {
        var errors = new ArrayList<>(syntaxErrors);
        firstOmitted.ifPresent(first ->
                errors.add(
                        new SyntaxError(
                                first.place(),
                                "here and below: " + omitted + " more syntax errors",
                                "fix those above first",
                                false)));
        var notes = new ReadNotes(opaque, largeTtls);
        table.finish(apex, notes.opaqueQuestions());
        return new ZoneContents(apex, file, table, errors, notes);
    }
}
