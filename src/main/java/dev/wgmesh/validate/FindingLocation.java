package dev.wgmesh.validate;

import dev.wgmesh.model.HostName;
import dev.wgmesh.problem.PrintableText;
import dev.wgmesh.zone.FilePosition;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneRecord;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The record that a finding is about. Locations in files come first, by file and line; the others
 * follow by owner.
 *
 * @param place in a zone file; empty for a record that was read from a server
 * @param owner without trailing dot; safe to print
 * @param type of the record; empty where the finding is about a name
 * @param withMember that the finding concerns; empty for none or more than one
 */
public record FindingLocation(
        Optional<FilePosition> place, String owner, String type, Optional<HostName> withMember)
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
        return new FindingLocation(where, owner, type, withMember);
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
