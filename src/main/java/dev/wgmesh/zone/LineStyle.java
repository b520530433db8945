package dev.wgmesh.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The layout of a line of a zone file: its parts, their columns, tabs or blanks.
 *
 * @param ttlColumn empty: the line writes no TTL
 * @param classColumn empty: the line writes no class
 */
record LineStyle(
        Optional<Integer> ttlColumn,
        Optional<Integer> classColumn,
        int typeColumn,
        int dataColumn,
        boolean ttlFirst,
        boolean tabs) {
    private static final int TAB = 8;

    /** The style for a file without a usable line. */
    static final LineStyle DEFAULT =
            new LineStyle(Optional.empty(), Optional.of(32), 40, 48, true, false);

    /** Returns the style of a line. */
    static LineStyle of(ZoneLine line, String text) {
        int data = column(text, line.start(), line.data().start());
        int gap = line.type().start();
        return new LineStyle(
                line.ttl().map(ttl -> column(text, line.start(), ttl.start())),
                line.dclass().map(dclass -> column(text, line.start(), dclass.start())),
                column(text, line.start(), line.type().start()),
                data,
                line.ttl().isEmpty()
                        || line.dclass().isEmpty()
                        || line.ttl().get().start() < line.dclass().get().start(),
                gap > 0 && text.charAt(gap - 1) == '\t');
    }

    /** Returns the same columns, padded with tabs or blanks. */
    LineStyle withTabs(boolean wanted) {
        return new LineStyle(ttlColumn, classColumn, typeColumn, dataColumn, ttlFirst, wanted);
    }

    /** Returns the display column, from 0, of an offset in a line. */
    static int column(String text, int lineStart, int offset) {
        int column = 0;
        for (int at = lineStart; at < offset; at++) {
            column = text.charAt(at) == '\t' ? (column / TAB + 1) * TAB : column + 1;
        }
        return column;
    }

    /**
     * Returns the line of a record, without line feed.
     *
     * @param owner empty: inherited from the record before
     * @param ttl whether the TTL must be written
     */
    String line(String owner, Record record, boolean ttl) {
        var out = new StringBuilder(owner);
        List<Part> parts = parts(record, ttl);
        for (Part part : parts) {
            pad(out, part.column());
            out.append(part.text());
        }
        return out.toString();
    }

    private record Part(int column, String text) {}

    private List<Part> parts(Record record, boolean ttl) {
        var parts = new ArrayList<Part>();
        String seconds = String.valueOf(record.getTTL());
        String dclass = DClass.string(record.getDClass());
        classColumn.ifPresent(column -> parts.add(new Part(column, dclass)));
        if (ttlColumn.isPresent()) {
            parts.add(ttlFirst ? 0 : parts.size(), new Part(ttlColumn.get(), seconds));
        } else if (ttl) {
            int first = classColumn.orElse(typeColumn);
            parts.addFirst(new Part(first - seconds.length() - 1, seconds));
        }
        parts.add(new Part(typeColumn, Type.string(record.getType())));
        parts.add(new Part(dataColumn, RecordText.data(record)));
        return parts;
    }

    /** Pads the text up to a column, with at least one blank. */
    void pad(StringBuilder out, int column) {
        int at = column(out.toString(), 0, out.length());
        if (at >= column) {
            out.append(tabs ? '\t' : ' ');
            return;
        }
        while (tabs && (at / TAB + 1) * TAB <= column) {
            out.append('\t');
            at = (at / TAB + 1) * TAB;
        }
        out.repeat(' ', column - at);
    }
}
