package dev.wgmesh.render;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.HeldPolicy;
import dev.wgmesh.mesh.HeldRemovals;
import dev.wgmesh.mesh.KeyChange;
import dev.wgmesh.mesh.KnownMember;
import dev.wgmesh.mesh.KnownPolicy;
import dev.wgmesh.mesh.KnownPsk;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.ObservedMember;
import dev.wgmesh.mesh.OriginalState;
import dev.wgmesh.mesh.OwnedForwarding;
import dev.wgmesh.mesh.OwnedState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.RoutePlace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads the state that {@link StateWriter} writes, and that of version 1. */
public final class StateReader {
    private static final int FIRST_WITH_ORIGINAL = 2;
    private static final String MEMBERS = "members";

    private final int version;
    private final StateKeyNames names;
    private final KnownMemberReader members;

    private StateReader(int version) {
        this.version = version;
        this.names =
                version < FIRST_WITH_ORIGINAL ? StateKeyNames.VERSION_1 : StateKeyNames.VERSION_2;
        this.members = new KnownMemberReader(names);
    }

    /**
     * Returns the state in a text.
     *
     * @param file what messages call the text
     * @throws dev.wgmesh.problem.Failure INPUT where the text is not a state of that mesh and
     *     device
     */
    public static NodeState read(String text, String file, MeshName mesh, String device) {
        var newest = new StateReader(StateWriter.VERSION);
        var members = new StreamedObjects<>(MEMBERS, file, newest.members::read);
        return JsonText.read(
                text,
                (name, document) ->
                        name.equals(MEMBERS) && document.path("version").asInt(0) == newest.version
                                ? Optional.of(members)
                                : Optional.empty(),
                file,
                StateWriter.KIND,
                StateWriter.VERSION,
                (root, version) -> {
                    root.expect("mesh", mesh.text());
                    root.expect("interface", device);
                    if (version == newest.version) {
                        return newest.state(root, members::in);
                    }
                    var older = new StateReader(version);
                    return older.state(root, it -> it.objects(MEMBERS, older.members::read));
                });
    }

    private Optional<NodeState> state(
            FieldReader root, Function<FieldReader, Optional<List<KnownMember>>> membersOf) {
        var self = StateFields.optional(root, "self", HostName::parse, StateFields.HOST);
        var members = membersOf.apply(root);
        var owned = root.object(names.owned(), this::owned);
        var original =
                version < FIRST_WITH_ORIGINAL
                        ? Optional.of(OriginalState.EMPTY)
                        : root.object("original", StateReader::original);
        var policies = root.objects("policies", StateReader::policy);
        var addresses = StateFields.addresses(root, names.localAddresses());
        var removals =
                root.<HeldRemovals>optional(
                        names.heldRemovals(), name -> root.object(name, StateReader::removals));
        List<HeldPolicy> policiesHeld = optional(root, "heldPolicies", StateReader::heldPolicy);
        List<KeyChange> keyChanges = optional(root, "keyChanges", StateReader::keyChange);
        List<KnownPsk> presharedKeys = optional(root, "presharedKeys", StateReader::presharedKey);
        List<ObservedMember> observed = optional(root, "observed", ObservedMemberJson::read);
        var signedUntil = new TreeMap<HostName, Instant>();
        root.<Boolean>optional(
                StateWriter.SIGNED_UNTIL,
                name ->
                        root.object(
                                name,
                                ends -> {
                                    ends.keys().forEach(host -> end(ends, host, signedUntil));
                                    return Optional.of(true);
                                }));
        return root.ifGood(() ->
                new NodeState(
                        self,
                        members.orElseThrow(),
                        owned(owned.orElseThrow(), self, members.orElseThrow()),
                        original.orElseThrow(),
                        policies.orElseThrow(),
                        addresses.orElseThrow(),
                        removals,
                        policiesHeld,
                        keyChanges,
                        signedUntil,
                        presharedKeys,
                        observed));
    }

    private static void end(FieldReader ends, String name, Map<HostName, Instant> signedUntil) {
        Optional<Instant> end = ends.one(name, StateFields::time, StateFields.TIME);
        Optional<HostName> host = HostName.parse(name);
        if (host.isEmpty()) {
            ends.report(name, StateFields.HOST, "");
        }
        host.ifPresent(it -> end.ifPresent(time -> signedUntil.put(it, time)));
    }

    /** Returns the objects at a key that may be missing. */
    private static <T> List<T> optional(
            FieldReader root, String name, Function<FieldReader, Optional<T>> read) {
        return root.<List<T>>optional(name, it -> root.objects(it, read)).orElse(List.of());
    }

    /** Returns what wg-mesh made; up to version 1, the peers of all members count as such. */
    private OwnedState owned(OwnedState owned, Optional<HostName> self, List<KnownMember> members) {
        if (version >= FIRST_WITH_ORIGINAL) {
            return owned;
        }
        List<PublicKey> peers =
                members.stream()
                        .filter(m -> !self.equals(Optional.of(m.name())))
                        .map(KnownMember::key)
                        .toList();
        return new OwnedState(owned.routes(), owned.addresses(), peers, owned.ownsInterface());
    }

    private Optional<OwnedState> owned(FieldReader fields) {
        var routes = fields.objects("routes", StateFields::route);
        var addresses = StateFields.addresses(fields, "addresses");
        Optional<List<PublicKey>> peers =
                version < FIRST_WITH_ORIGINAL
                        ? Optional.of(List.of())
                        : fields.list("peers", StateFields::key, StateFields.KEY);
        Optional<List<Family>> forwarding =
                fields.optional(
                        "forwarding",
                        it -> fields.list(it, Family::parse, "expected IPv4 or IPv6"));
        var table = fields.<Long>optional("forwardingTable", fields::number);
        var ownsInterface = fields.yesNo(names.ownsInterface());
        return fields.ifGood(() ->
                new OwnedState(
                        routes.orElseThrow(),
                        addresses.orElseThrow(),
                        peers.orElseThrow(),
                        new OwnedForwarding(
                                Set.copyOf(forwarding.orElse(List.of())),
                                table.orElse(RoutePlace.MAIN_TABLE)),
                        ownsInterface.orElseThrow()));
    }

    private static Optional<OriginalState> original(FieldReader fields) {
        var peers = fields.objects("peers", StateReader::originalPeer);
        var routes = fields.objects("routes", StateFields::route);
        return fields.ifGood(() -> new OriginalState(peers.orElseThrow(), routes.orElseThrow()));
    }

    private static Optional<OriginalState.OriginalPeer> originalPeer(FieldReader fields) {
        var key = fields.one("key", StateFields::key, StateFields.KEY);
        var endpoint =
                StateFields.optional(fields, "endpoint", Endpoint::parse, StateFields.ENDPOINT);
        var allowedIps = StateFields.prefixes(fields, "allowedIps");
        var keepalive = fields.number("keepalive");
        var presharedKey = fields.yesNo("presharedKey");
        return fields.ifGood(() ->
                new OriginalState.OriginalPeer(
                        new Peer(
                                key.orElseThrow(),
                                endpoint,
                                allowedIps.orElseThrow(),
                                Duration.ofSeconds(keepalive.orElseThrow())),
                        presharedKey.orElseThrow()));
    }

    private static Optional<KnownPolicy> policy(FieldReader fields) {
        var list = fields.one("list", MeshName::parse, StateFields.MESH);
        var parent = StateFields.optional(fields, "parent", MeshName::parse, StateFields.MESH);
        var policy = StateFields.policy(fields);
        return fields.ifGood(
                () -> new KnownPolicy(list.orElseThrow(), parent, policy.orElseThrow()));
    }

    private static Optional<HeldPolicy> heldPolicy(FieldReader fields) {
        var list = fields.one("list", MeshName::parse, StateFields.MESH);
        var policy = StateFields.policy(fields);
        var since = fields.one("since", StateFields::time, StateFields.TIME);
        return fields.ifGood(() ->
                new HeldPolicy(list.orElseThrow(), policy.orElseThrow(), since.orElseThrow()));
    }

    private static Optional<KnownPsk> presharedKey(FieldReader fields) {
        var host = fields.one("host", HostName::parse, StateFields.HOST);
        var key = fields.one("key", StateFields::key, StateFields.KEY);
        var shown = fields.optional("shown", fields::text);
        return fields.ifGood(() -> new KnownPsk(host.orElseThrow(), key.orElseThrow(), shown));
    }

    private static Optional<KeyChange> keyChange(FieldReader fields) {
        var host = fields.one("host", HostName::parse, StateFields.HOST);
        var trusted = fields.one("trusted", StateFields::key, StateFields.KEY);
        var published = fields.one("published", StateFields::key, StateFields.KEY);
        var since = fields.one("since", StateFields::time, StateFields.TIME);
        return fields.ifGood(() ->
                new KeyChange(
                        host.orElseThrow(),
                        trusted.orElseThrow(),
                        published.orElseThrow(),
                        since.orElseThrow()));
    }

    private static Optional<HeldRemovals> removals(FieldReader fields) {
        Optional<List<HostName>> hosts = fields.list("hosts", HostName::parse, StateFields.HOST);
        var since = fields.one("since", StateFields::time, StateFields.TIME);
        return fields.ifGood(() -> new HeldRemovals(hosts.orElseThrow(), since.orElseThrow()));
    }
}
