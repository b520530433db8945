package dev.wgmesh.provider.server;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/**
 * A whole zone over one connection (AXFR, RFC 5936), or what changed since it was transferred
 * (IXFR, RFC 1995).
 */
final class AxfrTransfer {
    /** What came of it. */
    sealed interface Result {
        /** The zone, with its SOA once. */
        record Complete(ZoneContents zone, long serial) implements Result {}

        /** The server does not transfer this zone, but may answer questions. */
        record Refused(DnsServerFault fault) implements Result {}

        /** It broke off or is no transfer: nothing of it counts. */
        record Incomplete(DnsServerFault fault) implements Result {}
    }

    private final DnsClient server;
    private final Name apex;
    private final ReadingBudget budget;
    private final TransferRecords records;

    private AxfrTransfer(
            DnsClient server, Name apex, ReadingBudget budget, TransferRecords records) {
        this.server = server;
        this.apex = apex;
        this.budget = budget;
        this.records = records;
    }

    /** Transfers the zone; beyond the budget the transfer is incomplete. */
    static Result of(DnsClient server, Name apex, ReadingBudget budget) {
        var records = new TransferRecords(apex, server.location().shown());
        var query = server.query(new Question(apex, Type.AXFR), server.id());
        return new AxfrTransfer(server, apex, budget, records).run(query);
    }

    /**
     * Transfers what changed since the zone was transferred, or all of it where the server has no
     * record of the changes. Not complete: the server may still transfer the whole zone.
     */
    static Result since(DnsClient server, ZoneContents known, SOARecord soa, ReadingBudget budget) {
        var records = new TransferRecords(known, soa);
        var query = server.incrementalQuery(soa, server.id());
        return new AxfrTransfer(server, known.apex(), budget, records).run(query);
    }

    private Result run(SignedMessage query) {
        try (ServerConnection connection = server.connect()) {
            connection.send(List.of(query));
            byte[] octets = connection.receive(budget);
            Message first = DnsClient.parse(octets, query.id());
            if (first.getRcode() != Rcode.NOERROR) {
                return rejected(first, octets, query);
            }
            Optional<TSIG.StreamVerifier> verifier = server.signer().stream(query);
            Message next = first;
            while (true) {
                budget.take(next.getSection(Section.ANSWER).size(), octets.length);
                add(next);
                if (!verified(verifier, next, octets)) {
                    return new Result.Incomplete(server.signer().unverified());
                }
                if (records.isEnded()) {
                    return new Result.Complete(records.zone(), records.serial());
                }
                octets = connection.receive(budget);
                next = DnsClient.parse(octets, query.id());
                if (next.getRcode() != Rcode.NOERROR) {
                    return broken(Rcode.string(next.getRcode()));
                }
            }
        } catch (NoResponse none) {
            return records.isEmpty()
                    ? new Result.Incomplete(none.fault())
                    : broken(none.fault().what());
        }
    }

    private boolean verified(
            Optional<TSIG.StreamVerifier> verifier, Message message, byte[] octets) {
        return verifier.isEmpty()
                || verifier.get().verify(message, octets, records.isEnded()) == Rcode.NOERROR;
    }

    private Result rejected(Message reply, byte[] octets, SignedMessage query) {
        return switch (server.signer().verify(reply, octets, query)) {
            case ServerReply.Answered _ -> {
                var faults = new RcodeFaults(server.location(), apex);
                DnsServerFault fault = faults.ofTransfer(reply.getRcode());
                yield switch (reply.getRcode()) {
                    case Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTIMP -> new Result.Refused(fault);
                    default -> new Result.Incomplete(fault);
                };
            }
            // Knot calls a key that no rule lets transfer a bad key.
            case ServerReply.Rejected(DnsServerFault fault) ->
                    Optional.ofNullable(reply.getTSIG())
                                    .map(TSIGRecord::getError)
                                    .filter(error -> error == Rcode.BADKEY)
                                    .isPresent()
                            ? new Result.Refused(fault)
                            : new Result.Incomplete(fault);
            case ServerReply.Lost(DnsServerFault fault, _) -> new Result.Incomplete(fault);
            case ServerReply.Unsent(DnsServerFault fault) -> new Result.Incomplete(fault);
        };
    }

    private Result broken(String why) {
        return new Result.Incomplete(
                DnsServerFault.unreadable(
                        "broke off the transfer of "
                                + apex.toString(true)
                                + " after "
                                + records.size()
                                + " records: "
                                + why,
                        "try again, and see the server's log"));
    }

    private void add(Message message) throws NoResponse {
        for (Record record : message.getSection(Section.ANSWER)) {
            records.add(record);
        }
    }
}
