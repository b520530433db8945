package dev.wgmesh.provider.server;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The part of a zone that single questions return, as the server sends it. */
final class QueryReading {
    private static final int TRIES = 20;

    private final ServerAccess place;
    private final Name apex;
    private final Set<Record> records = new LinkedHashSet<>();
    private final Set<Problem> problems = new LinkedHashSet<>();

    private QueryReading(ServerAccess place, Name apex) {
        this.place = place;
        this.apex = apex;
    }

    /** The records of the answers, with the zone's SOA. */
    record Answers(List<ZoneRecord> records, SOARecord soa) {
        long serial() {
            return soa.getSerial();
        }
    }

    /**
     * Returns the answers within the zone to the questions, all of one state of the zone: its
     * serial was the same before the first and after the last of them.
     *
     * @throws Failure UNREADABLE with every problem where one of them has no answer, or the zone
     *     changes all the time
     */
    static Answers of(
            DnsClient server, Name apex, Collection<Question> questions, ReadingBudget budget) {
        var asked = new TreeSet<>(questions);
        asked.remove(new Question(apex, Type.SOA));
        try (ServerQueries dialogue = server.openQueries(budget)) {
            if (asked.isEmpty()) {
                SOARecord soa = soa(server, apex, dialogue);
                return new Answers(List.of(ZoneRecord.of(soa)), soa);
            }
            long before = soa(server, apex, dialogue).getSerial();
            for (int tries = 0; tries < TRIES; tries++) {
                var answers = new ArrayList<>(answers(server, apex, dialogue, asked));
                SOARecord after = soa(server, apex, dialogue);
                if (after.getSerial() == before) {
                    answers.add(after);
                    return new Answers(answers.stream().map(ZoneRecord::of).toList(), after);
                }
                before = after.getSerial();
            }
        }
        throw Failure.unreadable(
                server.location().shown(),
                "changed " + apex.toString(true) + " each of the " + TRIES + " times it was read",
                "try again when fewer clients write to the zone, or allow the key to"
                        + " transfer the zone");
    }

    /**
     * Returns the answers to the questions, each as of its own moment: enough to see what is there
     * after a change that is known to be done or not, and for what no change is based on.
     *
     * @param known the zone's SOA, which is then not asked for
     * @throws Failure UNREADABLE as the other does
     */
    static Answers withoutSerialCheck(
            DnsClient server,
            Name apex,
            Collection<Question> questions,
            Optional<SOARecord> known,
            ReadingBudget budget) {
        var question = new Question(apex, Type.SOA);
        var asked = new LinkedHashSet<>(questions);
        if (known.isPresent()) {
            asked.remove(question);
        } else {
            asked.add(question);
        }
        try (ServerQueries dialogue = server.openQueries(budget)) {
            var answers = new ArrayList<>(answers(server, apex, dialogue, asked));
            known.ifPresent(answers::add);
            return new Answers(
                    answers.stream().map(ZoneRecord::of).toList(), soa(server, apex, answers));
        }
    }

    private static SOARecord soa(DnsClient server, Name apex, ServerQueries dialogue) {
        var asked = List.of(new Question(apex, Type.SOA));
        return soa(server, apex, answers(server, apex, dialogue, asked));
    }

    private static SOARecord soa(DnsClient server, Name apex, Collection<Record> answers) {
        return answers.stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .findFirst()
                .orElseThrow(() ->
                        Failure.unreadable(
                                server.location().shown(),
                                "has no SOA for " + apex.toString(true) + " any more",
                                "name the zone's primary with --server"));
    }

    private static Collection<Record> answers(
            DnsClient server, Name apex, ServerQueries dialogue, Collection<Question> questions) {
        var asking = new QueryReading(server.location(), apex);
        dialogue.queryAll(questions).forEach(asking::add);
        Failure.throwIfAny(Failure.Kind.UNREADABLE, asking.problems);
        return asking.records;
    }

    private void add(Question question, ServerReply reply) {
        switch (reply) {
            case ServerReply.Answered(Message message) -> add(question, message);
            case ServerReply.Rejected(DnsServerFault fault) -> problems.add(fault.at(place));
            case ServerReply.Lost(DnsServerFault fault, _) -> problems.add(fault.at(place));
            case ServerReply.Unsent(DnsServerFault fault) -> problems.add(fault.at(place));
        }
    }

    private void add(Question question, Message reply) {
        int rcode = reply.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            DnsServerFault fault = new RcodeFaults(place, apex).ofQuery(rcode);
            problems.add(
                    new Problem(
                            question.toString(), place.shown() + " " + fault.what(), fault.fix()));
            return;
        }
        List<Record> answer = withoutSynthesized(inZone(reply.getSection(Section.ANSWER)));
        List<Record> referral =
                inZone(reply.getSection(Section.AUTHORITY)).stream()
                        .filter(r -> r.getType() == Type.NS && !r.getName().equals(apex))
                        .toList();
        boolean authority = reply.getHeader().getFlag(Flags.AA);
        if (!authority && (!answer.isEmpty() || referral.isEmpty())) {
            problems.add(
                    new Problem(
                            question.toString(),
                            place.shown() + " answers without authority for the zone",
                            "name the zone's primary with --server"));
        } else if (reply.getHeader().getFlag(Flags.TC)) {
            problems.add(
                    new Problem(
                            question.toString(),
                            place.shown() + " truncated its answer, even over TCP",
                            "split the RRset: an answer has 65,535 octets"));
        } else {
            records.addAll(answer);
            if (answer.isEmpty()) {
                records.addAll(referral);
            }
        }
    }

    /** Returns the records without the aliases that a DNAME makes (RFC 6672, section 3.1). */
    private static List<Record> withoutSynthesized(List<Record> answer) {
        List<Name> redirected =
                answer.stream().filter(DNAMERecord.class::isInstance).map(Record::getName).toList();
        return answer.stream()
                .filter(r ->
                        r.getType() != Type.CNAME
                                || redirected.stream()
                                        .noneMatch(name ->
                                                r.getName().subdomain(name)
                                                        && !r.getName().equals(name)))
                .toList();
    }

    private List<Record> inZone(List<Record> section) {
        return section.stream()
                .filter(r -> r.getDClass() == DClass.IN && r.getName().subdomain(apex))
                .toList();
    }
}
