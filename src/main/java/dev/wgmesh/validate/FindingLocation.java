package dev.wgmesh.validate;

import dev.wgmesh.model.HostName;
import dev.wgmesh.problem.PrintableText;
import dev.wgmesh.zone.FilePosition;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneRecord;
import java.util.Comparator;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * What a finding is about. Those in files come first, by file and line; then by owner.
 *
 * @param place in a zone file; empty for what came over the network
 * @param owner without trailing dot; safe to print
 * @param type of the record; empty where it is about none
 * @param member that it concerns; empty where it concerns none or more than one
 */
public record FindingLocation(
        Optional<FilePosition> place, String owner, String type, Optional<HostName> member)
        implements Comparable<FindingLocation> {
    private static final Comparator<FindingLocation> ORDER =
            Comparator.<FindingLocation, Boolean>comparing(spot -> spot.place.isEmpty())
                    .thenComparing(spot -> spot.place.map(FilePosition::file).orElse(""))
                    .thenComparing(spot -> spot.place.map(FilePosition::line).orElse(0))
                    .thenComparing(spot -> spot.place.map(FilePosition::column).orElse(0))
                    .thenComparing(FindingLocation::owner)
                    .thenComparing(FindingLocation::type);

    /** Escapes what is not safe to print. */
    public FindingLocation {
        owner = PrintableText.of(owner);
        type = PrintableText.of(type);
    }

    public static FindingLocation of(ZoneRecord record) {
        return of(record.question()).at(record.place());
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

    public FindingLocation at(Optional<FilePosition> where) {
        return new FindingLocation(where, owner, type, member);
    }

    public FindingLocation member(HostName host) {
        return new FindingLocation(place, owner, type, Optional.of(host));
    }

    FindingLocation seenFrom(String folder) {
        return at(
                place.filter(p -> p.file().startsWith(folder))
                        .map(p ->
                                new FilePosition(
                                        p.file().substring(folder.length()),
                                        p.line(),
                                        p.column(),
                                        p.start(),
                                        p.end()))
                        .or(() -> place));
    }

    @Override
    public int compareTo(FindingLocation other) {
        return ORDER.compare(this, other);
    }

    /** Its file and line, else its owner and type. */
    @Override
    public String toString() {
        return place.map(FilePosition::toString)
                .orElseGet(() -> type.isEmpty() ? owner : owner + " " + type);
    }
}
