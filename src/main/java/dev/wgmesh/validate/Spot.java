package dev.wgmesh.validate;

import dev.wgmesh.model.HostName;
import dev.wgmesh.problem.Printable;
import dev.wgmesh.zone.Place;
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
public record Spot(Optional<Place> place, String owner, String type, Optional<HostName> member)
        implements Comparable<Spot> {
    private static final Comparator<Spot> ORDER =
            Comparator.<Spot, Boolean>comparing(spot -> spot.place.isEmpty())
                    .thenComparing(spot -> spot.place.map(Place::file).orElse(""))
                    .thenComparing(spot -> spot.place.map(Place::line).orElse(0))
                    .thenComparing(spot -> spot.place.map(Place::column).orElse(0))
                    .thenComparing(Spot::owner)
                    .thenComparing(Spot::type);

    /** Escapes what is not safe to print. */
    public Spot {
        owner = Printable.of(owner);
        type = Printable.of(type);
    }

    public static Spot of(ZoneRecord record) {
        return of(record.question()).at(record.place());
    }

    public static Spot of(Question question) {
        return new Spot(
                Optional.empty(),
                text(question.owner()),
                Type.string(question.type()),
                Optional.empty());
    }

    public static Spot of(Name owner) {
        return new Spot(Optional.empty(), text(owner), "", Optional.empty());
    }

    private static String text(Name name) {
        return name.toString(true);
    }

    public Spot at(Optional<Place> where) {
        return new Spot(where, owner, type, member);
    }

    public Spot member(HostName host) {
        return new Spot(place, owner, type, Optional.of(host));
    }

    Spot seenFrom(String folder) {
        return at(
                place.filter(p -> p.file().startsWith(folder))
                        .map(p ->
                                new Place(
                                        p.file().substring(folder.length()),
                                        p.line(),
                                        p.column(),
                                        p.start(),
                                        p.end()))
                        .or(() -> place));
    }

    @Override
    public int compareTo(Spot other) {
        return ORDER.compare(this, other);
    }

    /** Its file and line, else its owner and type. */
    @Override
    public String toString() {
        return place.map(Place::toString)
                .orElseGet(() -> type.isEmpty() ? owner : owner + " " + type);
    }
}
