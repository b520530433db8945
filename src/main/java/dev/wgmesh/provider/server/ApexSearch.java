package dev.wgmesh.provider.server;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.AncestorNames;
import dev.wgmesh.zone.Question;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Finds which zone of a server holds a name: the server is asked for the SOA of the name, and as a
 * rule answers with that of the zone (RFC 2308, section 2); else for those of all names above it. A
 * name that is an alias is held by the zone with its CNAME; whether a record may be written there
 * is for {@link dev.wgmesh.plan.ZoneGuard} to decide, which knows the RRset.
 */
final class ApexSearch {
    private final ServerAccess place;
    private final Name owner;
    private final Map<Name, Message> replies = new TreeMap<>();

    private ApexSearch(ServerAccess place, Name owner) {
        this.place = place;
        this.owner = owner;
    }

    /**
     * Returns the apex of the zone that holds the name.
     *
     * @throws Failure UNREADABLE where the server has no such zone
     */
    static Name find(DnsClient server, Name owner) {
        ApexSearch search = query(server, owner);
        Name apex = search.apex().orElseThrow(() -> search.failure(search.noZone()));
        search.requireAuthority(apex);
        search.requireAnswersBelow(apex);
        search.requireNoDelegation(apex);
        return apex;
    }

    /**
     * Returns the apex of the zone that holds the name; empty where the server is not authoritative
     * for it.
     *
     * @throws Failure UNREADABLE where the server cannot be asked
     */
    static Optional<Name> findApex(DnsClient server, Name name) {
        if (name.equals(Name.root)) {
            return Optional.empty();
        }
        ApexSearch search = query(server, name);
        Optional<Name> apex = search.apex();
        if (apex.isEmpty() && !search.isZoneUnknown()) {
            throw search.failure(search.noZone());
        }
        Optional<Name> unanswered = apex.flatMap(search::unanswered);
        if (unanswered.isPresent()) {
            if (search.reply(unanswered.get()).getRcode() == Rcode.REFUSED) {
                return Optional.empty();
            }
            throw search.noAnswer(unanswered.get());
        }
        return apex.filter(search::isAuthority).filter(zone -> search.delegation(zone).isEmpty());
    }

    private static ApexSearch query(DnsClient server, Name owner) {
        var search = new ApexSearch(server.location(), owner);
        List<Question> questions = AncestorNames.soaQuestions(owner);
        search.ask(server, questions.subList(0, 1));
        if (search.ownApex().isEmpty()) {
            search.ask(server, questions.subList(1, questions.size()));
        }
        return search;
    }

    private void ask(DnsClient server, List<Question> questions) {
        server.queryAll(questions)
                .forEach((question, reply) -> {
                    switch (reply) {
                        case ServerReply.Answered(Message message) ->
                                replies.put(question.owner(), message);
                        case ServerReply.Rejected(DnsServerFault fault) -> throw failure(fault);
                        case ServerReply.Lost(DnsServerFault fault, _) -> throw failure(fault);
                        case ServerReply.Unsent(DnsServerFault fault) -> throw failure(fault);
                    }
                });
    }

    /**
     * Returns the apex that the reply about the name itself has: the name, or the owner of the SOA
     * of a negative answer; empty where the names above must be asked about.
     */
    private Optional<Name> ownApex() {
        Message reply = reply(owner);
        if (!reply.getHeader().getFlag(Flags.AA)) {
            return Optional.empty();
        }
        if (answer(reply, owner, Type.SOA).isPresent()) {
            return Optional.of(owner);
        }
        return isAnswer(reply.getRcode()) && reply.getSection(Section.ANSWER).isEmpty()
                ? reply.getSection(Section.AUTHORITY).stream()
                        .filter(SOARecord.class::isInstance)
                        .map(Record::getName)
                        .filter(zone -> owner.subdomain(zone) && !zone.equals(Name.root))
                        .findFirst()
                : Optional.empty();
    }

    /** Returns the apex of the zone, or the nearest name at or above it that has an SOA. */
    private Optional<Name> apex() {
        return ownApex().or(this::nearestSoa);
    }

    private Optional<Name> nearestSoa() {
        return AncestorNames.soaQuestions(owner).stream()
                .map(Question::owner)
                .filter(name -> answer(reply(name), name, Type.SOA).isPresent())
                .findFirst();
    }

    private Message reply(Name name) {
        return Optional.ofNullable(replies.get(name)).orElseThrow();
    }

    private boolean isAuthority(Name apex) {
        return ownApex().isPresent() || reply(apex).getHeader().getFlag(Flags.AA);
    }

    private void requireAuthority(Name apex) {
        if (!isAuthority(apex)) {
            throw failure(
                    DnsServerFault.unreadable(
                            "answers for " + apex.toString(true) + " without authority for it",
                            "name the zone's primary with --server"));
        }
    }

    /**
     * Returns the highest name below the apex, at or above the owner, that the server does not
     * answer for: a zone that it has and that could not be loaded, say.
     */
    private Optional<Name> unanswered(Name apex) {
        return replies.entrySet().stream()
                .filter(reply -> !isAnswer(reply.getValue().getRcode()))
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals(apex) && name.subdomain(apex))
                .min(Comparator.comparingInt(Name::labels));
    }

    private void requireAnswersBelow(Name apex) {
        unanswered(apex)
                .ifPresent(name -> {
                    throw noAnswer(name);
                });
    }

    private Failure noAnswer(Name name) {
        return failure(new RcodeFaults(place, name).ofQuery(reply(name).getRcode()));
    }

    private static boolean isAnswer(int rcode) {
        return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
    }

    private static Optional<Record> answer(Message reply, Name owner, int type) {
        return reply.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == type && record.getName().equals(owner))
                .findFirst();
    }

    /** Returns an NS record of the zone further down that holds the name, and this server lacks. */
    private Optional<NSRecord> delegation(Name apex) {
        Message reply = reply(owner);
        return reply.getSection(Section.AUTHORITY).stream()
                .filter(record ->
                        !record.getName().equals(apex)
                                && owner.subdomain(record.getName())
                                && reply.getSection(Section.ANSWER).isEmpty())
                .filter(NSRecord.class::isInstance)
                .map(NSRecord.class::cast)
                .findFirst();
    }

    private void requireNoDelegation(Name apex) {
        delegation(apex)
                .ifPresent(server -> {
                    throw failure(
                            DnsServerFault.unreadable(
                                    "does not hold "
                                            + server.getName().toString(true)
                                            + ", which "
                                            + apex.toString(true)
                                            + " delegates to "
                                            + server.getTarget().toString(true),
                                    "name that zone's primary with --server"));
                });
    }

    /** Returns whether the reply means that there is no zone above the name, or none for us. */
    private boolean isZoneUnknown() {
        int rcode = reply(owner).getRcode();
        return isAnswer(rcode) || rcode == Rcode.REFUSED;
    }

    private DnsServerFault noZone() {
        int rcode = reply(owner).getRcode();
        return isZoneUnknown()
                ? DnsServerFault.unreadable(
                        "has no zone above "
                                + owner.toString(true)
                                + " that this host may read ("
                                + Rcode.string(rcode)
                                + ")",
                        "name the zone's primary with --server"
                                + (place.key().isEmpty()
                                        ? ", or give a key that the server knows:"
                                                + " --tsig-key-file FILE"
                                        : ""))
                : new RcodeFaults(place, owner).ofQuery(rcode);
    }

    private Failure failure(DnsServerFault fault) {
        return fault.unreadable().failure(place);
    }
}
