package dev.wgmesh.provider;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneRecord;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The part of a zone that single questions tell, as the server sends it. */
final class Asking {
    private final ServerPlace place;
    private final Name apex;
    private final Set<Record> records = new LinkedHashSet<>();
    private final Set<Problem> problems = new LinkedHashSet<>();

    private Asking(ServerPlace place, Name apex) {
        this.place = place;
        this.apex = apex;
    }

    /** What was told, and the zone's serial. */
    record Told(List<ZoneRecord> records, long serial) {}

    /**
     * The answers within the zone to the questions, with its SOA.
     *
     * @throws Failure UNREADABLE with every problem where one of them has no answer
     */
    static Told of(Server server, Name apex, Collection<Question> questions) {
        var asking = new Asking(server.place(), apex);
        var all = new TreeSet<>(questions);
        all.add(new Question(apex, Type.SOA));
        server.ask(all).forEach(asking::take);
        return asking.told();
    }

    private Told told() {
        Optional<SOARecord> soa =
                records.stream()
                        .filter(SOARecord.class::isInstance)
                        .map(SOARecord.class::cast)
                        .findFirst();
        if (problems.isEmpty() && soa.isEmpty()) {
            problems.add(
                    new Problem(
                            place.shown(),
                            "has no SOA for " + apex.toString(true) + " any more",
                            "name the zone's primary with --server"));
        }
        if (!problems.isEmpty()) {
            throw new Failure(Failure.Kind.UNREADABLE, List.copyOf(problems));
        }
        return new Told(
                records.stream().map(ZoneRecord::of).toList(), soa.orElseThrow().getSerial());
    }

    private void take(Question question, Reply reply) {
        switch (reply) {
            case Reply.Answered(Message message) -> take(question, message);
            case Reply.Rejected(Fault fault) -> problems.add(fault.at(place));
            case Reply.Lost(Fault fault) -> problems.add(fault.at(place));
            case Reply.Unsent(Fault fault) -> problems.add(fault.at(place));
        }
    }

    private void take(Question question, Message reply) {
        int rcode = reply.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            Fault fault = new RcodeFaults(place, apex).asking(rcode);
            problems.add(
                    new Problem(
                            question.toString(), place.shown() + " " + fault.what(), fault.mend()));
            return;
        }
        List<Record> answer = within(reply.getSection(Section.ANSWER));
        List<Record> referral =
                within(reply.getSection(Section.AUTHORITY)).stream()
                        .filter(r -> r.getType() == Type.NS && !r.getName().equals(apex))
                        .toList();
        boolean authority = reply.getHeader().getFlag(Flags.AA);
        if (!authority && (!answer.isEmpty() || referral.isEmpty())) {
            problems.add(
                    new Problem(
                            question.toString(),
                            place.shown() + " answers and is not the zone's authority",
                            "name the zone's primary with --server"));
        } else if (reply.getHeader().getFlag(Flags.TC)) {
            problems.add(
                    new Problem(
                            question.toString(),
                            place.shown() + " cut its answer short, over TCP too",
                            "split the RRset: an answer has 65,535 octets"));
        } else {
            records.addAll(answer);
            if (answer.isEmpty()) {
                records.addAll(referral);
            }
        }
    }

    private List<Record> within(List<Record> section) {
        return section.stream()
                .filter(r -> r.getDClass() == DClass.IN && r.getName().subdomain(apex))
                .toList();
    }
}
