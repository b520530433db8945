package dev.wgmesh.provider;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Which zone of a server holds a name: it is asked for the SOA of the name and of all above it. */
final class ApexSearch {
    private final ServerPlace place;
    private final Name owner;
    private final Map<Name, Message> replies = new TreeMap<>();

    private ApexSearch(ServerPlace place, Name owner) {
        this.place = place;
        this.owner = owner;
    }

    /**
     * The apex of the zone that holds the name.
     *
     * @throws Failure UNREADABLE where there is none on that server, or it is an alias
     */
    static Name find(Server server, Name owner) {
        var search = new ApexSearch(server.place(), owner);
        List<Question> above = new ArrayList<>();
        for (Name name = owner; name.labels() > 1; name = new Name(name, 1)) {
            above.add(new Question(name, Type.SOA));
        }
        server.ask(above)
                .forEach((question, reply) -> {
                    switch (reply) {
                        case Reply.Answered(Message message) ->
                                search.replies.put(question.owner(), message);
                        case Reply.Rejected(Fault fault) -> throw search.failure(fault);
                        case Reply.Lost(Fault fault) -> throw search.failure(fault);
                        case Reply.Unsent(Fault fault) -> throw search.failure(fault);
                    }
                });
        return search.apex();
    }

    private Name apex() {
        for (Name name = owner; name.labels() > 1; name = new Name(name, 1)) {
            Message reply = Optional.ofNullable(replies.get(name)).orElseThrow();
            if (answer(reply, name, Type.CNAME).orElse(null) instanceof CNAMERecord alias) {
                throw Failure.unreadable(
                        name.toString(true),
                        "is an alias of " + alias.getTarget().toString(true),
                        "take the CNAME away, or name " + alias.getTarget().toString(true));
            }
            if (answer(reply, name, Type.SOA).isPresent()) {
                if (!reply.getHeader().getFlag(Flags.AA)) {
                    throw failure(
                            Fault.unreadable(
                                    "answers for "
                                            + name.toString(true)
                                            + " and is not its authority",
                                    "name the zone's primary with --server"));
                }
                requireNoDelegation(name);
                return name;
            }
        }
        throw failure(none());
    }

    private static Optional<Record> answer(Message reply, Name owner, int type) {
        return reply.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == type && record.getName().equals(owner))
                .findFirst();
    }

    /** The name may be in a zone below, which this server does not hold. */
    private void requireNoDelegation(Name apex) {
        Message reply = Optional.ofNullable(replies.get(owner)).orElseThrow();
        for (Record record : reply.getSection(Section.AUTHORITY)) {
            if (record instanceof NSRecord server
                    && !record.getName().equals(apex)
                    && owner.subdomain(record.getName())
                    && reply.getSection(Section.ANSWER).isEmpty()) {
                throw failure(
                        Fault.unreadable(
                                "does not hold "
                                        + record.getName().toString(true)
                                        + ", which "
                                        + apex.toString(true)
                                        + " delegates to "
                                        + server.getTarget().toString(true),
                                "name that zone's primary with --server"));
            }
        }
    }

    private Fault none() {
        int rcode = Optional.ofNullable(replies.get(owner)).orElseThrow().getRcode();
        return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN || rcode == Rcode.REFUSED
                ? Fault.unreadable(
                        "holds no zone above "
                                + owner.toString(true)
                                + " that it lets this host read ("
                                + Rcode.string(rcode)
                                + ")",
                        "name the zone's primary with --server"
                                + (place.key().isEmpty()
                                        ? ", or give the key that it knows: --tsig-key-file FILE"
                                        : ""))
                : new RcodeFaults(place, owner).asking(rcode);
    }

    private Failure failure(Fault fault) {
        return fault.unreadable().failure(place);
    }
}
