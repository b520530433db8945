package dev.wgmesh.validate;

import dev.wgmesh.model.Answer;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.HashSet;
import java.util.Optional;
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
        var told = new HashSet<Question>();
        Stream<Finding> zones =
                new TreeSet<>(in.owners())
                        .stream()
                                .flatMap(owner -> aliases(in, owner))
                                .filter(alias -> told.add(alias.record().question()))
                                .map(alias -> finding(alias))
                                .toList()
                                .stream();
        Stream<Finding> answers =
                in.lookup().snapshot().answers().entrySet().stream()
                        .filter(entry -> in.owners().contains(entry.getKey().owner()))
                        .flatMap(entry -> followed(entry.getKey(), entry.getValue()));
        return Stream.concat(zones, answers);
    }

    /** What stands in the way of a name: its CNAME, or a DNAME above it. */
    private record Alias(ZoneRecord record, Name owner) {}

    private static Stream<Alias> aliases(Inspection in, Name owner) {
        Optional<ZoneContents> zone = in.lookup().snapshot().zoneOf(owner);
        return zone.stream()
                .flatMap(z ->
                        Stream.concat(
                                Stream.of(new Question(owner, Type.CNAME)), above(owner, z.apex())))
                .flatMap(question -> zone.flatMap(z -> z.set(question)).stream())
                .map(set -> new Alias(Lookup.inPlace(set).records().getFirst(), owner));
    }

    private static Stream<Question> above(Name owner, Name apex) {
        return Stream.iterate(owner, name -> !name.equals(apex), name -> new Name(name, 1))
                .map(name -> new Question(new Name(name, 1), Type.DNAME));
    }

    /** A DNAME is told once, with the first name below it. */
    private Finding finding(Alias alias) {
        boolean cname = alias.record().record().getType() == Type.CNAME;
        return finding(
                Spot.of(alias.record()),
                alias.owner().toString(true) + (cname ? " is a CNAME" : " lies below a DNAME"),
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
