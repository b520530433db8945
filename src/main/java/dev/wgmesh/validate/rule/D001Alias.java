package dev.wgmesh.validate.rule;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** An alias where a record of ours should be. */
final class D001Alias implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "D001",
                Level.ERROR,
                "CNAME at, or DNAME above, a record of ours",
                "A name with a CNAME can hold nothing else, and an update there is answered "
                        + "with success and changes nothing.",
                "RFC 1034, section 3.6.2; RFC 2136, section 3.4.2.2; RFC 6672");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        Stream<Finding> records =
                in.sets().stream()
                        .flatMap(set -> hidden(set, in.owners()).map(owner -> alias(set, owner)));
        Stream<Finding> answers =
                in.lookup().snapshot().answers().entrySet().stream()
                        .filter(entry -> in.owners().contains(entry.getKey().owner()))
                        .flatMap(entry -> followed(entry.getKey(), entry.getValue()));
        return Stream.concat(records, answers);
    }

    /** The name of ours that stands at the alias, or the first that lies below it. */
    private static Stream<Name> hidden(RRset set, Set<Name> ours) {
        Name owner = set.question().owner();
        return switch (set.question().type()) {
            case Type.CNAME -> Stream.of(owner).filter(ours::contains);
            case Type.DNAME ->
                    ours.stream()
                            .filter(name -> name.subdomain(owner) && !name.equals(owner))
                            .sorted()
                            .limit(1);
            default -> Stream.empty();
        };
    }

    private Finding alias(RRset set, Name owner) {
        boolean cname = set.question().type() == Type.CNAME;
        return finding(
                FindingLocation.of(set.records().getFirst()),
                owner.toString(true) + (cname ? " is a CNAME" : " lies below a DNAME"),
                "put the records themselves there");
    }

    private Stream<Finding> followed(Question asked, DnsAnswer<RRset> answer) {
        return answer.found().stream()
                .filter(set -> !set.question().owner().equals(asked.owner()))
                .map(set ->
                        finding(
                                FindingLocation.of(new Question(asked.owner(), Type.CNAME)),
                                asked.owner().toString(true)
                                        + " is an alias of "
                                        + set.question().owner().toString(true),
                                "put the records themselves there"));
    }
}
