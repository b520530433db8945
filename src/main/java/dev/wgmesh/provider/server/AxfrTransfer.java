package dev.wgmesh.provider.server;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/** A whole zone over one connection (AXFR, RFC 5936), which ends with the SOA it began with. */
final class AxfrTransfer {
    /** What came of it. */
    sealed interface Result {
        /** Every record, the SOA once. */
        record Complete(List<ZoneRecord> records, long serial) implements Result {}

        /** The server does not transfer this zone, but may answer questions. */
        record Refused(DnsServerFault fault) implements Result {}

        /** It broke off or is no transfer: nothing of it counts. */
        record Incomplete(DnsServerFault fault) implements Result {}
    }

    private final DnsClient server;
    private final Name apex;
    private final ReadingBudget budget;
    private final List<ZoneRecord> records = new ArrayList<>();
    private Optional<SOARecord> begin = Optional.empty();
    private boolean ended;

    private AxfrTransfer(DnsClient server, Name apex, ReadingBudget budget) {
        this.server = server;
        this.apex = apex;
        this.budget = budget;
    }

    /** Transfers the zone; beyond the budget the transfer is incomplete. */
    static Result of(DnsClient server, Name apex, ReadingBudget budget) {
        return new AxfrTransfer(server, apex, budget).run();
    }

    private Result run() {
        SignedMessage query = server.query(new Question(apex, Type.AXFR), server.id());
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
                if (ended) {
                    return new Result.Complete(records, begin.orElseThrow().getSerial());
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
        return verifier.isEmpty() || verifier.get().verify(message, octets, ended) == Rcode.NOERROR;
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
            if (ended) {
                throw ServerConnection.malformed("records after the end of a transfer");
            }
            boolean isSoa = record instanceof SOARecord && record.getName().equals(apex);
            if (begin.isEmpty()) {
                if (!isSoa) {
                    throw ServerConnection.malformed(
                            "a transfer that does not begin with the zone's SOA");
                }
                begin = Optional.of((SOARecord) record);
            } else if (isSoa) {
                if (((SOARecord) record).getSerial() != begin.get().getSerial()) {
                    throw ServerConnection.malformed("a transfer that ends with another serial");
                }
                ended = true;
                return;
            }
            // Whatever else a server sends is not the zone's.
            if (record.getName().subdomain(apex) && record.getDClass() == DClass.IN) {
                records.add(ZoneRecord.of(record));
            }
        }
    }
}
