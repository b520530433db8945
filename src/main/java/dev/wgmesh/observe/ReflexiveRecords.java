package dev.wgmesh.observe;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The records of an observed endpoint: {@code _reflexive._wireguard.HOST SRV 0 0 PORT
 * wg-reflexive.HOST}, and the address of that target.
 *
 * @param endpoint at which the host is seen
 * @param ttl seconds
 */
public record ReflexiveRecords(HostName host, Endpoint endpoint, long ttl) {
    /** Returns the SRV record with the port. */
    public Record service() {
        return new SRVRecord(
                OwnerNames.reflexive(host),
                DClass.IN,
                ttl,
                0,
                0,
                endpoint.port(),
                OwnerNames.reflexiveTarget(host));
    }

    /** Returns the A or AAAA record with the address. */
    public Record address() {
        Name target = OwnerNames.reflexiveTarget(host);
        IpAddress address = endpoint.address();
        return address.family() == Family.V4
                ? new ARecord(target, DClass.IN, ttl, address.toInetAddress())
                : new AAAARecord(target, DClass.IN, ttl, address.toInetAddress());
    }

    /** Returns the host whose endpoint the question asks for; empty: it asks something else. */
    static Optional<HostName> hostOf(Record question) {
        Name name = question.getName();
        boolean service = question.getType() == Type.SRV;
        boolean address = question.getType() == Type.A || question.getType() == Type.AAAA;
        int prefix = service ? 2 : 1;
        if (question.getDClass() != DClass.IN || !service && !address || name.labels() <= prefix) {
            return Optional.empty();
        }
        return HostName.parse(new Name(name, prefix).toString())
                .filter(host ->
                        name.equals(
                                service
                                        ? OwnerNames.reflexive(host)
                                        : OwnerNames.reflexiveTarget(host)));
    }

    /** Returns the records of an answer about a host; empty: it has none that fit together. */
    static Optional<ReflexiveRecords> read(HostName host, Message answer) {
        List<Record> addresses = answer.getSection(Section.ADDITIONAL);
        for (Record record : answer.getSection(Section.ANSWER)) {
            if (record instanceof SRVRecord srv
                    && srv.getName().equals(OwnerNames.reflexive(host))
                    && srv.getPort() > 0) {
                for (Record other : addresses) {
                    if (other.getName().equals(srv.getTarget())) {
                        Optional<IpAddress> at = address(other);
                        if (at.isPresent()) {
                            var endpoint = new Endpoint(at.get(), srv.getPort());
                            return Optional.of(new ReflexiveRecords(host, endpoint, srv.getTTL()));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<IpAddress> address(Record record) {
        return switch (record) {
            case ARecord a -> Optional.of(IpAddress.of(a.getAddress().getAddress()));
            case AAAARecord aaaa -> Optional.of(IpAddress.of(aaaa.getAddress().getAddress()));
            default -> Optional.empty();
        };
    }

    /** Returns the question for the endpoint of a host. */
    static Question question(HostName host) {
        return new Question(OwnerNames.reflexive(host), Type.SRV);
    }
}
