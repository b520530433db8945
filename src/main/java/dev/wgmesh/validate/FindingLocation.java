package dev.wgmesh.validate;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.PrintableText;
import dev.wgmesh.zone.FilePosition;
import dev.wgmesh.zone.KeyRecord;
import dev.wgmesh.zone.ListEntry;
import dev.wgmesh.zone.ListRecords;
import dev.wgmesh.zone.PolicyText;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneRecord;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The record that a finding is about. Locations in files come first, by file and line; the others
 * follow by owner.
 *
 * @param place in a zone file; empty for a record that was read from a server
 * @param owner without trailing dot; safe to print
 * @param type of the record; empty where the finding is about a name
 * @param member that the finding concerns; empty for none or more than one
 */
public record FindingLocation(
        Optional<FilePosition> place, String owner, String type, Optional<HostName> member)
        implements Comparable<FindingLocation> {
    private static final Comparator<FindingLocation> ORDER =
            Comparator.<FindingLocation, Boolean>comparing(location -> location.place.isEmpty())
                    .thenComparing(location -> location.place.map(FilePosition::file).orElse(""))
                    .thenComparing(location -> location.place.map(FilePosition::line).orElse(0))
                    .thenComparing(location -> location.place.map(FilePosition::column).orElse(0))
                    .thenComparing(FindingLocation::owner)
                    .thenComparing(FindingLocation::type);

    /** Escapes characters that are not safe to print. */
    public FindingLocation {
        owner = PrintableText.of(owner);
        type = PrintableText.of(type);
    }

    public static FindingLocation of(ZoneRecord record) {
        return of(record.question()).withPosition(record.place());
    }

    /** Returns the location of the record, with the member. */
    public static FindingLocation of(KeyRecord key) {
        return of(key.record()).withMember(key.host());
    }

    /** Returns the location of the record, with the member that it names. */
    public static FindingLocation of(ListEntry entry) {
        FindingLocation location = of(entry.record());
        return entry.host().map(location::withMember).orElse(location);
    }

    /** Returns the location of the list's first record, or of its policy, or of its name. */
    public static FindingLocation of(ListRecords list) {
        return of(Question.of(list.name().text(), Type.TXT))
                .withPosition(
                        Stream.of(list.txt(), list.ptr(), list.policyTxt())
                                .flatMap(RRset::records)
                                .findFirst()
                                .flatMap(ZoneRecord::place));
    }

    /** Returns the location of a pool in the list's policy. */
    public static FindingLocation ofPool(ListRecords list, Prefix pool) {
        return list.pairs().found().stream()
                .flatMap(pairs -> pairs.prefixes().stream())
                .filter(pair -> pair.key().equals("pool") && pair.prefix().equals(pool))
                .map(pair -> of(pair.record()))
                .findFirst()
                .orElseGet(() -> of(PolicyText.question(list.name())));
    }

    public static FindingLocation of(Question question) {
        return new FindingLocation(
                Optional.empty(),
                text(question.owner()),
                Type.string(question.type()),
                Optional.empty());
    }

    public static FindingLocation of(Name owner) {
        return new FindingLocation(Optional.empty(), text(owner), "", Optional.empty());
    }

    private static String text(Name name) {
        return name.toString(true);
    }

    public FindingLocation withPosition(Optional<FilePosition> where) {
        return new FindingLocation(where, owner, type, member);
    }

    public FindingLocation withMember(HostName host) {
        return new FindingLocation(place, owner, type, Optional.of(host));
    }

    /** Returns the location with a file inside {@code folder} named from there. */
    FindingLocation relativeTo(Path folder) {
        return withPosition(place.map(p -> p.in(relative(folder, p.file()))));
    }

    private static String relative(Path folder, String file) {
        Path path = Path.of(file);
        return !folder.toString().isEmpty() && path.startsWith(folder)
                ? folder.relativize(path).toString()
                : file;
    }

    @Override
    public int compareTo(FindingLocation other) {
        return ORDER.compare(this, other);
    }

    /** Returns the file and line, or the owner and type of a record outside of files. */
    @Override
    public String toString() {
        return place.map(FilePosition::toString)
                .orElseGet(() -> type.isEmpty() ? owner : owner + " " + type);
    }
}
