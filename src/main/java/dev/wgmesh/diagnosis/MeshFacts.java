package dev.wgmesh.diagnosis;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.LastPass;
import dev.wgmesh.plan.NodeStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * The mesh of a node.
 *
 * @param name empty: the command names none, and apply has not run
 * @param dns the mesh as just read; unknown where its list could not be read
 * @param saved the mesh that apply read last; empty: none
 * @param status this node among the members, by DNS or else by the saved mesh
 * @param key of the key file, else of the interface
 * @param lastPass of apply
 */
public record MeshFacts(
        Optional<MeshName> name,
        Fact<Mesh> dns,
        Optional<Mesh> saved,
        Fact<NodeStatus> status,
        Optional<PublicKey> key,
        Optional<LastPass> lastPass,
        Instant now) {
    /** Returns the mesh as just read, else as saved. */
    Optional<Mesh> known() {
        return dns.known().or(() -> saved);
    }

    /** Returns the records of this node; empty where it is no member. */
    Optional<Member> self() {
        return status.known()
                .flatMap(it ->
                        it.report().mesh().members().stream()
                                .filter(member -> member.name().equals(it.self()))
                                .findFirst());
    }

    /** Returns the UDP port that members send to: of its SRV record, or 51820. */
    public int port() {
        return self().flatMap(member -> member.endpoints().stream().findFirst())
                .map(EndpointTarget::port)
                .orElse(Endpoint.DEFAULT_PORT);
    }

    /** Returns the name for a command. */
    String text() {
        return name.map(MeshName::text).orElse("MESH");
    }
}
