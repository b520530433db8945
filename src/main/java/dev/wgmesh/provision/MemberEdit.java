package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostAddresses;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.plan.ZoneDifference;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.SignatureRecords;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Puts the records of a member into the difference of its zone. */
final class MemberEdit {
    private static final HostAddresses NO_ADDRESSES =
            new HostAddresses(
                    new DnsAnswer.Absent<>(Duration.ZERO), new DnsAnswer.Absent<>(Duration.ZERO));

    private final HostName host;
    private final MeshRecords records;
    private final ZoneDifference edit;

    MemberEdit(HostName host, MeshRecords records, ZoneDifference edit) {
        this.host = host;
        this.records = records;
        this.edit = edit;
    }

    void key(PublicKey key) {
        edit.replace(
                new Question(OwnerNames.wireguard(host), Type.TXT),
                List.of(records.key(host, key)));
    }

    void addresses(List<IpAddress> addresses) {
        replaceAddresses(OwnerNames.wireguard(host), addresses);
    }

    /**
     * Publishes the addresses of the endpoints beside those that HOST has.
     *
     * @param port replaces the port that HOST publishes; empty: that one stays
     */
    void addEndpoints(List<Endpoint> endpoints, Optional<Integer> port) {
        port(endpoints);
        edit.addAll(
                records.addresses(
                        Question.name(host), endpoints.stream().map(Endpoint::address).toList()));
        if (port.isPresent()) {
            replacePort(port);
        }
    }

    /** Publishes exactly these endpoints; empty: no endpoint and no port. */
    void replaceEndpoints(List<Endpoint> endpoints) {
        replaceAddresses(Question.name(host), endpoints.stream().map(Endpoint::address).toList());
        replacePort(port(endpoints));
    }

    private void replaceAddresses(Name owner, List<IpAddress> addresses) {
        for (Family family : Family.values()) {
            List<Record> wanted =
                    records.addresses(
                            owner, addresses.stream().filter(a -> a.family() == family).toList());
            edit.replace(new Question(owner, family == Family.V4 ? Type.A : Type.AAAA), wanted);
        }
    }

    /** Returns the one port of the endpoints; empty where there are none. */
    private static Optional<Integer> port(List<Endpoint> endpoints) {
        List<Integer> ports = endpoints.stream().map(Endpoint::port).distinct().toList();
        if (ports.size() > 1) {
            throw Failure.input(
                    "--endpoint", "names ports " + ports, "use one port: the interface has one");
        }
        return ports.stream().findFirst();
    }

    private void replacePort(Optional<Integer> port) {
        Name owner = OwnerNames.service(host);
        edit.replace(new Question(owner, Type.SRV), List.of());
        port.filter(p -> p != Endpoint.DEFAULT_PORT)
                .map(p -> new EndpointTarget(host, p, NO_ADDRESSES))
                .ifPresent(target -> edit.addAll(records.services(owner, List.of(target))));
    }

    /** Publishes exactly this endpoint as the one that others see. */
    void replaceReflexive(Endpoint endpoint) {
        Name target = OwnerNames.reflexiveTarget(host);
        replaceAddresses(target, List.of(endpoint.address()));
        edit.replace(
                new Question(OwnerNames.reflexive(host), Type.SRV),
                List.of(records.reflexive(host, endpoint.port())));
    }

    void metadata(Metadata metadata) {
        edit.replace(
                new Question(OwnerNames.meta(host), Type.TXT), records.metadata(host, metadata));
    }

    /** Publishes exactly these signatures. */
    void signatures(List<String> texts) {
        edit.replace(SignatureRecords.question(host), records.signatures(host, texts));
    }

    /** Removes every record that only a mesh has. */
    void clear() {
        MemberRRsets.of(host).forEach(question -> edit.replace(question, List.of()));
    }
}
