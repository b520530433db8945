package dev.wgmesh.render;

import dev.wgmesh.mesh.ObservedEndpoint;
import dev.wgmesh.mesh.ObservedMember;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import java.util.Optional;

/** What observers said about a member, in the state of a node. */
final class ObservedMemberJson {
    private ObservedMemberJson() {}

    static void put(JsonFields node, ObservedMember member) {
        node.put("host", member.host().text());
        node.objects("endpoints", member.endpoints(), ObservedMemberJson::put);
        node.put("slot", member.slot());
        node.put("asked", member.asked());
        node.put("tries", member.tries());
    }

    private static void put(JsonFields node, ObservedEndpoint seen) {
        node.put("endpoint", seen.endpoint().toString());
        node.put("observer", seen.observer().text());
        node.put("until", seen.until().toString());
    }

    static Optional<ObservedMember> read(FieldReader fields) {
        var host = fields.one("host", HostName::parse, StateFields.HOST);
        var endpoints = fields.objects("endpoints", ObservedMemberJson::endpoint);
        var slot = fields.number("slot");
        var asked = StateFields.integer(fields, "asked");
        var tries = StateFields.integer(fields, "tries");
        return fields.ifGood(() ->
                new ObservedMember(
                        host.orElseThrow(),
                        endpoints.orElseThrow(),
                        slot.orElseThrow(),
                        asked.orElseThrow(),
                        tries.orElseThrow()));
    }

    private static Optional<ObservedEndpoint> endpoint(FieldReader fields) {
        var endpoint = fields.one("endpoint", Endpoint::parse, StateFields.ENDPOINT);
        var observer = fields.one("observer", HostName::parse, StateFields.HOST);
        var until = fields.one("until", StateFields::time, StateFields.TIME);
        return fields.ifGood(() ->
                new ObservedEndpoint(
                        endpoint.orElseThrow(), observer.orElseThrow(), until.orElseThrow()));
    }
}
