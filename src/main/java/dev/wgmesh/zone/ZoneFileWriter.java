package dev.wgmesh.zone;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Writes one file of a zone with some of its lines changed. Every other line stays octet for octet,
 * unless it inherits its owner or TTL from a changed line: then the owner or TTL is written out.
 */
final class ZoneFileWriter {
    private final String text;
    private final List<ZoneLine> lines;
    private final Map<ZoneLine, LineChange> changes;
    private final Map<ZoneLine, InheritedFields.Fields> inherited;
    private final boolean blankOwners;
    private final StringBuilder out;
    private final NavigableMap<Integer, Shift> shifts = new TreeMap<>();
    private int copied;
    private int lineShift;
    private Optional<Name> owner = Optional.empty();

    private ZoneFileWriter(
            String text,
            List<ZoneLine> lines,
            Map<ZoneLine, LineChange> changes,
            Map<ZoneLine, InheritedFields.Fields> inherited,
            boolean blankOwners) {
        this.text = text;
        this.lines = lines;
        this.changes = changes;
        this.inherited = inherited;
        this.blankOwners = blankOwners;
        this.out = new StringBuilder(text.length() + 256);
    }

    /**
     * The position of what follows a change.
     *
     * @param offset in the new text
     * @param lines that the text before it has more than the old text
     */
    record Shift(int offset, int lines) {}

    /**
     * The new text of a file.
     *
     * @param shifts of what follows a change, by its offset in the old text
     */
    record NewText(String text, NavigableMap<Integer, Shift> shifts) {
        /** Returns the offset in the new text of a place that is not part of a change. */
        int offset(int old) {
            return Optional.ofNullable(shifts.floorEntry(old))
                    .map(change -> old - change.getKey() + change.getValue().offset())
                    .orElse(old);
        }

        /** Returns the position in the new text of an entry that is not changed. */
        FilePosition position(FilePosition old) {
            int lines =
                    Optional.ofNullable(shifts.floorEntry(old.start()))
                            .map(change -> change.getValue().lines())
                            .orElse(0);
            return new FilePosition(
                    old.file(),
                    old.line() + lines,
                    old.column(),
                    offset(old.start()),
                    endOfLine(offset(old.end() - 1)));
        }

        /** Returns the offset after the line: an entry may have ended a file without line feed. */
        private int endOfLine(int last) {
            int feed = text.indexOf('\n', last);
            return feed < 0 ? text.length() : feed + 1;
        }
    }

    /** Returns the new text of each file that changes. */
    static Map<String, NewText> of(ZoneLayout layout, Map<ZoneLine, LineChange> changes) {
        Map<ZoneLine, InheritedFields.Fields> inherited =
                InheritedFields.of(layout.lines(), layout.includers(), changes);
        var files = new LinkedHashSet<String>();
        changes.keySet().forEach(line -> files.add(line.file()));
        for (ZoneLine line : layout.lines()) {
            if (!files.contains(line.file())
                    && Optional.ofNullable(inherited.get(line)).orElseThrow().changes(line)) {
                files.add(layout.editable(line).file());
            }
        }
        var texts = new LinkedHashMap<String, NewText>();
        for (String file : files) {
            var writer =
                    new ZoneFileWriter(
                            layout.text(file),
                            layout.linesIn(file),
                            changes,
                            inherited,
                            layout.inheritsOwners(file));
            texts.put(file, writer.write());
        }
        return texts;
    }

    private NewText write() {
        for (int at = 0; at < lines.size(); at++) {
            ZoneLine line = lines.get(at);
            LineChange change = changes.getOrDefault(line, LineChange.NONE);
            InheritedFields.Fields fields = Optional.ofNullable(inherited.get(line)).orElseThrow();
            owner = fields.owner();
            if (change.removed()) {
                splice(startOfRemoved(at), line.end(), "");
            } else {
                copyLine(at, change, fields.ttl());
            }
            if (!change.additions().isEmpty()) {
                copyTo(line.end());
                add(at, change);
            }
        }
        copyTo(text.length());
        return new NewText(out.toString(), shifts);
    }

    /**
     * Returns the offset from which a removed line is cut: that of the empty line above if a whole
     * block goes, which otherwise would leave two empty lines, or one at the end of the file.
     */
    private int startOfRemoved(int at) {
        int start = lines.get(at).start();
        int above = text.lastIndexOf('\n', start - 2) + 1;
        boolean first = start > 0 && above >= copied && text.substring(above, start).isBlank();
        if (!first) {
            return start;
        }
        int end = start;
        for (int next = at; next < lines.size() && lines.get(next).start() == end; next++) {
            LineChange change = changes.getOrDefault(lines.get(next), LineChange.NONE);
            if (!change.removed() || !change.additions().isEmpty()) {
                return start;
            }
            end = lines.get(next).end();
        }
        int feed = text.indexOf('\n', end);
        return text.substring(end, feed < 0 ? text.length() : feed).isBlank() ? above : start;
    }

    private void copyLine(int at, LineChange change, long inheritedTtl) {
        ZoneLine line = lines.get(at);
        Record record = line.entry().record();
        if (line.kind() == ZoneLine.Kind.GENERATED) {
            return;
        }
        if (line.owner().isEmpty() && !owner.equals(Optional.of(line.name()))) {
            writeOwner(at);
        }
        if (line.entry().lastTtl() && inheritedTtl != record.getTTL()) {
            int first = line.dclass().map(ZoneLine.Span::start).orElse(line.type().start());
            splice(first, first, record.getTTL() + " ");
        }
        change.serial()
                .ifPresent(serial -> {
                    ZoneLine.Span digits = line.serial().orElseThrow();
                    splice(digits.start(), digits.end(), String.valueOf(serial));
                });
        change.data()
                .ifPresent(data ->
                        splice(line.data().start(), line.data().end(), RecordText.data(data)));
        owner = Optional.of(line.name());
    }

    /** Writes the owner into the leading blanks and keeps the columns of the line. */
    private void writeOwner(int at) {
        ZoneLine line = lines.get(at);
        int end = line.start();
        while (text.charAt(end) == ' ' || text.charAt(end) == '\t') {
            end++;
        }
        var name = new StringBuilder(ownerText(at, line.name()));
        boolean tabs = text.substring(line.start(), end).indexOf('\t') >= 0;
        style(at).withTabs(tabs).pad(name, LineStyle.column(text, line.start(), end));
        splice(line.start(), end, name.toString());
    }

    private void add(int at, LineChange change) {
        ZoneLine line = lines.get(at);
        String feed = lineFeed(line);
        int from = out.length();
        if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
            out.append(feed);
        }
        boolean blank = line.inheritsOwner();
        boolean blocks =
                change.additions().stream().anyMatch(LineChange.Addition::newBlock)
                        && hasBlocks(at);
        for (LineChange.Addition addition : change.additions()) {
            Record record = addition.record();
            if (addition.newBlock() && blocks) {
                out.append(feed);
            }
            boolean inherits = blank && owner.equals(Optional.of(record.getName()));
            long byDefault = line.entry().defaultTtl();
            String name = inherits ? "" : ownerText(at, record.getName());
            out.append(style(at).line(name, record, byDefault != record.getTTL())).append(feed);
            owner = Optional.of(record.getName());
            blank = blankOwners;
        }
        lineShift += lineFeeds(out.substring(from));
        shifts.put(copied, new Shift(out.length(), lineShift));
    }

    private static int lineFeeds(String part) {
        return (int) part.chars().filter(c -> c == '\n').count();
    }

    /** Returns whether an empty line is before the block of a line and its comments. */
    private boolean hasBlocks(int at) {
        Name subject = ZoneLayout.subject(lines.get(at).name());
        int first = at;
        while (hasLineBefore(first)
                && ZoneLayout.subject(lines.get(first - 1).name()).equals(subject)) {
            first--;
        }
        int start = lines.get(first).start();
        while (start > 0) {
            int before = text.lastIndexOf('\n', start - 2) + 1;
            String above = text.substring(before, start).strip();
            if (!above.startsWith(";")) {
                return above.isEmpty();
            }
            start = before;
        }
        return false;
    }

    /** Returns the owner in the form of the lines above: absolute, or relative if possible. */
    private String ownerText(int at, Name name) {
        for (int above = at; ; above--) {
            Optional<ZoneLine.Span> written = lines.get(above).owner();
            if (written.isPresent() && written.get().of(text).endsWith(".")) {
                return name.toString();
            }
            if (written.isPresent() || !hasLineBefore(above)) {
                break;
            }
        }
        return RecordText.name(name, lines.get(at).entry().origin());
    }

    /** Returns the style of the line, or of the nearest line with usable columns. */
    private LineStyle style(int at) {
        for (int above = at; ; above--) {
            if (lines.get(above).isModel()) {
                return LineStyle.of(lines.get(above), text);
            }
            if (!hasLineBefore(above)) {
                break;
            }
        }
        for (int below = at + 1; below < lines.size() && hasLineBefore(below); below++) {
            if (lines.get(below).isModel()) {
                return LineStyle.of(lines.get(below), text);
            }
        }
        return LineStyle.DEFAULT;
    }

    /** Returns whether a line is before that one; throws where it was not read. */
    private boolean hasLineBefore(int at) {
        lines.get(at).requireLineBefore();
        return at > 0;
    }

    private String lineFeed(ZoneLine line) {
        int feed = text.charAt(line.end() - 1) == '\n' ? line.end() - 1 : text.indexOf('\n');
        return feed > 0 && text.charAt(feed - 1) == '\r' ? "\r\n" : "\n";
    }

    private void splice(int start, int end, String instead) {
        copyTo(start);
        out.append(instead);
        copied = end;
        lineShift += lineFeeds(instead) - lineFeeds(text.substring(start, end));
        shifts.put(end, new Shift(out.length(), lineShift));
    }

    private void copyTo(int offset) {
        if (offset > copied) {
            out.append(text, copied, offset);
            copied = offset;
        }
    }
}
