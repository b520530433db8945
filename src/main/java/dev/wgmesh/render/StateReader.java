package dev.wgmesh.render;

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
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import java.util.List;
import java.util.Optional;

/** The reader of the state that {@link StateWriter} writes. */
public final class StateReader {
    private static final String ENDPOINT = "expected HOST:PORT";

    private StateReader() {}

    /**
     * Returns the state in a text.
     *
     * @param file what messages call the text
     * @throws dev.wgmesh.problem.Failure INPUT where the text is not a state of that mesh and
     *     device
     */
    public static NodeState read(String text, String file, MeshName mesh, String device) {
        return FieldReader.document(
                text,
                file,
                StateWriter.KIND,
                "",
                root -> {
                    root.expect("mesh", mesh.text());
                    root.expect("interface", device);
                    var self =
                            StateFields.optional(root, "self", HostName::parse, StateFields.HOST);
                    var members = root.objects("members", StateReader::member);
                    var owned = root.object("ours", StateReader::owned);
                    var policies = root.objects("policies", StateReader::policy);
                    var addresses =
                            root.list("surroundings", IpAddress::parse, StateFields.ADDRESS);
                    var removals =
                            root.<HeldRemovals>optional(
                                    "shortList", name -> root.object(name, StateReader::removals));
                    return root.ifGood(() ->
                            new NodeState(
                                    self,
                                    members.orElseThrow(),
                                    owned.orElseThrow(),
                                    policies.orElseThrow(),
                                    addresses.orElseThrow(),
                                    removals));
                });
    }

    private static Optional<KnownMember> member(FieldReader fields) {
        var name = fields.one("name", HostName::parse, StateFields.HOST);
        var list = fields.one("list", MeshName::parse, StateFields.MESH);
        var key = fields.one("key", StateFields::key, StateFields.KEY);
        var held = fields.list("held", Prefix::parse, StateFields.PREFIX);
        var published = fields.object("published", StateReader::published);
        var endpoint =
                fields.<KnownEndpoint>optional(
                        "endpoint", it -> fields.object(it, StateReader::endpoint));
        return fields.ifGood(() ->
                new KnownMember(
                        name.orElseThrow(),
                        list.orElseThrow(),
                        key.orElseThrow(),
                        held.orElseThrow(),
                        published.orElseThrow(),
                        endpoint));
    }

    private static Optional<PublishedMember> published(FieldReader fields) {
        var addresses = fields.list("addresses", IpAddress::parse, StateFields.ADDRESS);
        var endpoints = fields.list("endpoints", Endpoint::parse, ENDPOINT);
        var reflexive = fields.list("reflexive", Endpoint::parse, ENDPOINT);
        var metadata = StateFields.metadata(fields);
        return fields.ifGood(() ->
                new PublishedMember(
                        addresses.orElseThrow(),
                        endpoints.orElseThrow(),
                        reflexive.orElseThrow(),
                        metadata.orElseThrow()));
    }

    private static Optional<KnownEndpoint> endpoint(FieldReader fields) {
        var endpoint = fields.one("endpoint", Endpoint::parse, ENDPOINT);
        var written = StateFields.optional(fields, "written", StateFields::time, StateFields.TIME);
        var handshake =
                StateFields.optional(fields, "handshake", StateFields::time, StateFields.TIME);
        var sent = fields.number("sent");
        var attempts = StateFields.integer(fields, "attempts");
        return fields.ifGood(() ->
                new KnownEndpoint(
                        endpoint.orElseThrow(),
                        written,
                        handshake,
                        sent.orElseThrow(),
                        attempts.orElseThrow()));
    }

    private static Optional<OwnedState> owned(FieldReader fields) {
        var routes = fields.objects("routes", StateReader::route);
        var addresses = fields.list("addresses", IpAddress::parse, StateFields.ADDRESS);
        var created = fields.yesNo("interfaceMade");
        return fields.ifGood(() ->
                new OwnedState(
                        routes.orElseThrow(), addresses.orElseThrow(), created.orElseThrow()));
    }

    private static Optional<Route> route(FieldReader fields) {
        var to = fields.one("to", Prefix::parse, StateFields.PREFIX);
        var device = fields.text("device");
        var via = StateFields.optional(fields, "via", IpAddress::parse, StateFields.ADDRESS);
        var source = StateFields.optional(fields, "source", IpAddress::parse, StateFields.ADDRESS);
        var protocol = StateFields.integer(fields, "protocol");
        return fields.ifGood(() ->
                new Route(
                        to.orElseThrow(),
                        device.orElseThrow(),
                        via,
                        source,
                        protocol.orElseThrow()));
    }

    private static Optional<KnownPolicy> policy(FieldReader fields) {
        var list = fields.one("list", MeshName::parse, StateFields.MESH);
        var parent = StateFields.optional(fields, "parent", MeshName::parse, StateFields.MESH);
        var policy = StateFields.policy(fields);
        return fields.ifGood(
                () -> new KnownPolicy(list.orElseThrow(), parent, policy.orElseThrow()));
    }

    private static Optional<HeldRemovals> removals(FieldReader fields) {
        Optional<List<HostName>> hosts = fields.list("hosts", HostName::parse, StateFields.HOST);
        var since = fields.one("since", StateFields::time, StateFields.TIME);
        return fields.ifGood(() -> new HeldRemovals(hosts.orElseThrow(), since.orElseThrow()));
    }
}
