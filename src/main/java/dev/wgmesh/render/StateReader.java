package dev.wgmesh.render;

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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The reader of the state that {@link StateWriter} writes. */
public final class StateReader {
    private static final String ADDRESS = "expected an IP address";
    private static final String PREFIX = "expected a prefix";
    private static final String ENDPOINT = "expected HOST:PORT";
    private static final String HOST = "expected a host name";
    private static final String MESH = "expected a mesh name";
    private static final String KEY = "expected a public key";
    private static final String TIME = "expected a time (RFC 3339)";

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
                    var self = optional(root, "self", HostName::parse, HOST);
                    var members = root.objects("members", StateReader::member);
                    var owned = root.object("ours", StateReader::owned);
                    var policies = root.objects("policies", StateReader::policy);
                    var addresses = root.list("surroundings", IpAddress::parse, ADDRESS);
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
        var name = fields.one("name", HostName::parse, HOST);
        var list = fields.one("list", MeshName::parse, MESH);
        var key = fields.one("key", StateReader::key, KEY);
        var held = fields.list("held", Prefix::parse, PREFIX);
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
        var addresses = fields.list("addresses", IpAddress::parse, ADDRESS);
        var endpoints = fields.list("endpoints", Endpoint::parse, ENDPOINT);
        var reflexive = fields.list("reflexive", Endpoint::parse, ENDPOINT);
        var site = fields.optional("site", fields::text);
        var nat = fields.optional("nat", fields::yesNo);
        var nets = fields.list("nets", Prefix::parse, PREFIX);
        var nextKey = optional(fields, "nextKey", StateReader::key, KEY);
        var other = fields.list("other", Optional::of, "expected a text");
        return fields.ifGood(() ->
                new PublishedMember(
                        addresses.orElseThrow(),
                        endpoints.orElseThrow(),
                        reflexive.orElseThrow(),
                        new Metadata(site, nat, nets.orElseThrow(), nextKey, other.orElseThrow())));
    }

    private static Optional<KnownEndpoint> endpoint(FieldReader fields) {
        var endpoint = fields.one("endpoint", Endpoint::parse, ENDPOINT);
        var written = optional(fields, "written", StateReader::time, TIME);
        var handshake = optional(fields, "handshake", StateReader::time, TIME);
        var sent = fields.number("sent");
        var attempts = integer(fields, "attempts");
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
        var addresses = fields.list("addresses", IpAddress::parse, ADDRESS);
        var created = fields.yesNo("interfaceMade");
        return fields.ifGood(() ->
                new OwnedState(
                        routes.orElseThrow(), addresses.orElseThrow(), created.orElseThrow()));
    }

    private static Optional<Route> route(FieldReader fields) {
        var to = fields.one("to", Prefix::parse, PREFIX);
        var device = fields.text("device");
        var via = optional(fields, "via", IpAddress::parse, ADDRESS);
        var source = optional(fields, "source", IpAddress::parse, ADDRESS);
        var protocol = integer(fields, "protocol");
        return fields.ifGood(() ->
                new Route(
                        to.orElseThrow(),
                        device.orElseThrow(),
                        via,
                        source,
                        protocol.orElseThrow()));
    }

    private static Optional<KnownPolicy> policy(FieldReader fields) {
        var list = fields.one("list", MeshName::parse, MESH);
        var parent = optional(fields, "parent", MeshName::parse, MESH);
        var pools = fields.list("pools", Prefix::parse, PREFIX);
        var allow = fields.list("allow", Prefix::parse, PREFIX);
        var paths = optional(fields, "paths", PathMode::parse, "expected a kind of paths");
        var ttl = fields.<Long>optional("ttl", fields::number).map(Duration::ofSeconds);
        return fields.ifGood(() ->
                new KnownPolicy(
                        list.orElseThrow(),
                        parent,
                        new Policy(pools.orElseThrow(), allow.orElseThrow(), paths, ttl)));
    }

    private static Optional<HeldRemovals> removals(FieldReader fields) {
        Optional<List<HostName>> hosts = fields.list("hosts", HostName::parse, HOST);
        var since = fields.one("since", StateReader::time, TIME);
        return fields.ifGood(() -> new HeldRemovals(hosts.orElseThrow(), since.orElseThrow()));
    }

    private static <T> Optional<T> optional(
            FieldReader fields, String name, Function<String, Optional<T>> parse, String expected) {
        return fields.optional(name, it -> fields.one(it, parse, expected));
    }

    private static Optional<Integer> integer(FieldReader fields, String name) {
        return fields.number(name)
                .flatMap(number ->
                        number == number.intValue()
                                ? Optional.of(number.intValue())
                                : fields.wrong(name, "expected a number of 32 bits"));
    }

    private static Optional<PublicKey> key(String text) {
        try {
            return Optional.of(new PublicKey(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
