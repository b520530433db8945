package dev.wgmesh.zone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/** The texts of files in which the entries of a {@link RecordTable} stand. */
final class EntryTexts {
    private final List<Section> sections = new ArrayList<>();

    /**
     * A part of a file whose entries have one origin.
     *
     * @param first its first row
     */
    private record Section(int first, String file, String text, Optional<Name> origin) {
        boolean continues(String itsFile, String itsText, Optional<Name> itsOrigin) {
            return file.equals(itsFile)
                    && text.equals(itsText)
                    && EntryContext.isSpelledAlike(origin, itsOrigin);
        }
    }

    /** Begins a part of a file, unless it continues the one before. */
    void begin(int row, String file, String text, Optional<Name> origin) {
        if (sections.isEmpty() || !sections.getLast().continues(file, text, origin)) {
            sections.add(new Section(row, file, text, origin));
        }
    }

    /**
     * Returns the record of a row, by reading its entry again.
     *
     * @param owner as the table of names spells it
     */
    ZoneRecord record(int row, RecordColumns rows, NameTable names, Name owner) {
        Section section = section(row);
        int start = rows.start(row);
        int feed = section.text().indexOf('\n', start);
        int end = feed < 0 ? section.text().length() : feed + 1;
        var entry =
                new PlainEntry(
                        section.text().substring(start, end).getBytes(StandardCharsets.ISO_8859_1),
                        section.origin());
        if (!entry.read(0)) {
            throw new IllegalStateException(section.file() + " cannot be read again");
        }
        byte[] wire = entry.owner();
        boolean spelled = entry.inherits() || names.isSpelled(rows.owner(row), wire, wire.length);
        return new ZoneRecord(
                entry.record(spelled ? owner : NameTable.name(wire), rows.ttl(row)),
                Optional.of(
                        new FilePosition(
                                section.file(), rows.line(row), entry.column(), start, end)));
    }

    private Section section(int row) {
        int low = 0;
        int high = sections.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (sections.get(middle).first() <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return sections.get(low);
    }
}
