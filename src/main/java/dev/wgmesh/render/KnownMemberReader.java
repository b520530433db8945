package dev.wgmesh.render;

import dev.wgmesh.mesh.KnownEndpoint;
import dev.wgmesh.mesh.KnownMember;
import dev.wgmesh.mesh.OtherKey;
import dev.wgmesh.mesh.PublishedMember;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import java.util.Optional;

/** Reads the members of a state file. */
final class KnownMemberReader {
    private final StateKeyNames names;
    private final RepeatedTimes times = new RepeatedTimes();

    KnownMemberReader(StateKeyNames names) {
        this.names = names;
    }

    /** Returns the member in an object; empty where a problem was reported. */
    Optional<KnownMember> read(FieldReader fields) {
        var name = fields.one("name", HostName::parse, StateFields.HOST);
        var list = fields.one("list", MeshName::parse, StateFields.MESH);
        var key = fields.one("key", StateFields::key, StateFields.KEY);
        var held = StateFields.prefixes(fields, names.acceptedClaims());
        var published = fields.object("published", KnownMemberReader::published);
        var endpoint =
                fields.<KnownEndpoint>optional("endpoint", it -> fields.object(it, this::endpoint));
        var since = StateFields.optional(fields, "since", times::time, StateFields.TIME);
        var other =
                fields.<OtherKey>optional(
                        "otherKey", it -> fields.object(it, KnownMemberReader::otherKey));
        return fields.ifGood(() ->
                new KnownMember(
                        name.orElseThrow(),
                        list.orElseThrow(),
                        key.orElseThrow(),
                        held.orElseThrow(),
                        published.orElseThrow(),
                        endpoint,
                        since,
                        other));
    }

    private static Optional<OtherKey> otherKey(FieldReader fields) {
        var key = fields.one("key", StateFields::key, StateFields.KEY);
        var since = fields.one("since", StateFields::time, StateFields.TIME);
        return fields.ifGood(() -> new OtherKey(key.orElseThrow(), since.orElseThrow()));
    }

    private static Optional<PublishedMember> published(FieldReader fields) {
        var addresses = fields.list("addresses", IpAddress::parse, StateFields.ADDRESS);
        var endpoints = fields.list("endpoints", Endpoint::parse, StateFields.ENDPOINT);
        var reflexive = fields.list("reflexive", Endpoint::parse, StateFields.ENDPOINT);
        var metadata = StateFields.metadata(fields);
        return fields.ifGood(() ->
                new PublishedMember(
                        addresses.orElseThrow(),
                        endpoints.orElseThrow(),
                        reflexive.orElseThrow(),
                        metadata.orElseThrow()));
    }

    private Optional<KnownEndpoint> endpoint(FieldReader fields) {
        var endpoint = fields.one("endpoint", Endpoint::parse, StateFields.ENDPOINT);
        var written =
                StateFields.optional(fields, names.writtenAt(), times::time, StateFields.TIME);
        var handshake =
                StateFields.optional(
                        fields, names.handshakeBefore(), times::time, StateFields.TIME);
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
}
