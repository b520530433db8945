package dev.wgmesh.apply;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.HeldRemovals;
import dev.wgmesh.mesh.KnownEndpoint;
import dev.wgmesh.mesh.KnownMember;
import dev.wgmesh.mesh.KnownPolicy;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.OwnedState;
import dev.wgmesh.mesh.PublishedMember;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON of {@link StateWriter}, strictly. */
final class StateReader {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private StateReader() {}

    /**
     * * Parses a state; throws IllegalArgumentException when the text is not a state of that mesh
     * and device.
     */
    static NodeState read(String text, MeshName mesh, String device) {
        try {
            var root = new StateFields(JSON.readTree(text));
            root.expect("format", StateWriter.FORMAT);
            root.expect("version", Integer.toString(StateWriter.VERSION));
            root.expect("mesh", mesh.text());
            root.expect("interface", device);
            return new NodeState(
                    root.optional("self", HostName::parse),
                    root.objects("members", StateReader::member),
                    ours(root.object("ours")),
                    root.objects("policies", StateReader::policy),
                    root.list("surroundings", IpAddress::parse),
                    root.optionalObject("shortList", StateReader::shortList));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not valid JSON", e);
        }
    }

    private static KnownMember member(StateFields fields) {
        return new KnownMember(
                fields.one("name", HostName::parse),
                fields.one("list", MeshName::parse),
                new PublicKey(fields.text("key")),
                fields.list("held", Prefix::parse),
                published(fields.object("published")),
                fields.optionalObject("endpoint", StateReader::endpoint));
    }

    private static PublishedMember published(StateFields fields) {
        return new PublishedMember(
                fields.list("addresses", IpAddress::parse),
                fields.list("endpoints", Endpoint::parse),
                fields.list("reflexive", Endpoint::parse),
                new Metadata(
                        fields.optionalText("site"),
                        fields.optionalText("nat").map(Boolean::valueOf),
                        fields.list("nets", Prefix::parse),
                        fields.optionalText("nextKey").map(PublicKey::new),
                        fields.texts("other")));
    }

    private static KnownEndpoint endpoint(StateFields fields) {
        return new KnownEndpoint(
                fields.one("endpoint", Endpoint::parse),
                fields.optionalText("written").map(StateReader::instant),
                fields.optionalText("handshake").map(StateReader::instant),
                fields.number("sent"),
                Math.toIntExact(fields.number("attempts")));
    }

    private static OwnedState ours(StateFields fields) {
        return new OwnedState(
                fields.objects("routes", StateReader::route),
                fields.list("addresses", IpAddress::parse),
                Boolean.parseBoolean(fields.text("interfaceMade")));
    }

    private static Route route(StateFields fields) {
        return new Route(
                fields.one("to", Prefix::parse),
                fields.text("device"),
                fields.optional("via", IpAddress::parse),
                fields.optional("source", IpAddress::parse),
                Math.toIntExact(fields.number("protocol")));
    }

    private static KnownPolicy policy(StateFields fields) {
        return new KnownPolicy(
                fields.one("list", MeshName::parse),
                fields.optional("parent", MeshName::parse),
                new Policy(
                        fields.list("pools", Prefix::parse),
                        fields.list("allow", Prefix::parse),
                        fields.optional("paths", PathMode::parse),
                        fields.optionalText("ttl").map(Long::valueOf).map(Duration::ofSeconds)));
    }

    private static HeldRemovals shortList(StateFields fields) {
        return new HeldRemovals(
                fields.list("hosts", HostName::parse), instant(fields.text("since")));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a timestamp: " + text, e);
        }
    }
}
