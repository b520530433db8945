package dev.wgmesh.validate;

import dev.wgmesh.model.Answer;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** An alias where a record of ours should be. */
final class D001Alias implements Rule {
    @Override
    public About about() {
        return new About(
                "D001",
                Level.ERROR,
                "CNAME at, or DNAME above, a record of ours",
                "A name with a CNAME can hold nothing else, and an update there is answered "
                        + "with success and changes nothing.",
                "RFC 1034, section 3.6.2; RFC 2136, section 3.4.2.2; RFC 6672");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        Stream<Finding> zones =
                new TreeSet<>(in.owners())
                        .stream()
                                .flatMap(owner ->
                                        in.lookup().snapshot().zoneOf(owner).stream()
                                                .flatMap(zone -> check(zone, owner)));
        Stream<Finding> answers =
                in.lookup().snapshot().answers().entrySet().stream()
                        .filter(entry -> in.owners().contains(entry.getKey().owner()))
                        .flatMap(entry -> followed(entry.getKey(), entry.getValue()));
        return Stream.concat(zones, answers).distinct();
    }

    private Stream<Finding> check(ZoneContents zone, Name owner) {
        Stream<Finding> cname =
                zone.set(new Question(owner, Type.CNAME)).stream()
                        .map(set ->
                                alias(
                                        Lookup.inPlace(set).records().getFirst(),
                                        owner,
                                        "is a CNAME"));
        Stream<Finding> dname =
                Stream.iterate(owner, name -> !name.equals(zone.apex()), name -> new Name(name, 1))
                        .map(name -> new Name(name, 1))
                        .flatMap(name -> zone.set(new Question(name, Type.DNAME)).stream())
                        .map(set ->
                                alias(
                                        Lookup.inPlace(set).records().getFirst(),
                                        owner,
                                        "lies below a DNAME"));
        return Stream.concat(cname, dname);
    }

    private Finding alias(ZoneRecord record, Name owner, String what) {
        return finding(
                Spot.of(record),
                owner.toString(true) + " " + what,
                "put the records themselves there");
    }

    private Stream<Finding> followed(Question asked, Answer<RRset> answer) {
        return answer.found().stream()
                .filter(set -> !set.question().owner().equals(asked.owner()))
                .map(set ->
                        finding(
                                Spot.of(new Question(asked.owner(), Type.CNAME)),
                                asked.owner().toString(true)
                                        + " is an alias of "
                                        + set.question().owner().toString(true),
                                "put the records themselves there"));
    }
}
