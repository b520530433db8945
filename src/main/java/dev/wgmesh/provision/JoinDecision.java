package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberServices;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a member's key and addresses are to be, decided on one view of the mesh and checked. */
final class JoinDecision {
    private final JoinRequest request;
    private final MeshSnapshot view;
    private final Optional<Member> present;
    private final boolean repairing;
    private final JoinTarget target;
    private final AddressAllocator choice;
    private final List<Problem> conflicts = new ArrayList<>();

    /**
     * Creates a decision to be made.
     *
     * @param repairing whether this join has committed something already, so that an address the
     *     host is listed with was only a request where another member has it too
     * @throws Failure as {@link JoinTarget#of}
     */
    JoinDecision(JoinRequest request, MeshSnapshot view, boolean repairing) {
        this.request = request;
        this.view = view;
        this.repairing = repairing;
        this.present = view.publishedMember();
        this.target = JoinTarget.of(request, view);
        this.choice = new AddressAllocator(request.host(), view, target.chain(), target.bounds());
    }

    /**
     * Returns the decision.
     *
     * @throws Failure REFUSED with every conflict with what is there; UNREADABLE where members that
     *     cannot be read stop the choice of an address
     */
    MemberSettings decide() {
        boolean listed = target.listed();
        if (!listed && view.isApex(request.host())) {
            conflict(
                    request.host().text(),
                    "is the apex of a zone: nodes would take the addresses of the zone as its endpoints",
                    "use a host name below the apex, such as node-a." + request.host());
        }
        PublicKey key = key();
        checkMetadata(listed);
        List<IpAddress> addresses = listed ? existingAddresses() : requestedAddresses();
        conflicts.addAll(choice.conflicts());
        if (!listed && !request.endpoints().isEmpty()) {
            conflicts.addAll(
                    new EndpointCheck(request.host(), view, target.list(), target.bounds())
                            .problems(request.endpoints(), addresses));
        }
        Failure.throwIfAny(Failure.Kind.REFUSED, conflicts);
        var warnings = new ArrayList<>(choice.warnings());
        Optional<Integer> port = port(listed, warnings);
        return new MemberSettings(key, addresses, port, target, warnings);
    }

    /**
     * Returns the port to publish: one that nobody behind the host's NAT or at its address has;
     * empty: what it publishes stays.
     */
    private Optional<Integer> port(boolean listed, List<Problem> warnings) {
        List<Endpoint> requested = request.endpoints();
        Metadata there = present.map(Member::metadataOrNone).orElse(Metadata.NONE);
        int before = view.member().flatMap(PortChoice::port).orElse(Endpoint.DEFAULT_PORT);
        int wanted = listed || requested.isEmpty() ? before : requested.getFirst().port();
        var ports =
                new PortChoice(
                        request.host(),
                        Stream.concat(
                                        requested.stream(),
                                        PortChoice.endpoints(
                                                view.member()
                                                        .map(Member::endpoints)
                                                        .orElse(List.of()))
                                                .stream())
                                .toList(),
                        PortChoice.endpoints(
                                view.member().map(Member::reflexive).orElse(List.of())),
                        there.withSite(request.metadata().site().or(there::site))
                                .withNat(request.metadata().nat().or(there::nat)),
                        view);
        boolean given = requested.isEmpty() ? before != Endpoint.DEFAULT_PORT : request.hasPort();
        if (listed || given) {
            ports.conflict(wanted).ifPresent(warnings::add);
            return Optional.of(wanted).filter(_ -> !requested.isEmpty());
        }
        int free = ports.free(wanted);
        if (free != wanted) {
            warnings.add(ports.chosen(free, wanted));
        }
        return Optional.of(free).filter(_ -> !requested.isEmpty() || free != wanted);
    }

    private PublicKey key() {
        Optional<PublicKey> there = present.flatMap(member -> member.key().found());
        PublicKey requested = request.key().key();
        if (there.isPresent() && !there.get().equals(requested)) {
            if (request.key() instanceof KeyRequest.GeneratedKey && target.listed()) {
                return there.get();
            }
            if (request.key() instanceof KeyRequest.StoredKeys(_, PublicKey next)
                    && next.equals(there.get())) {
                return next;
            }
            conflict(
                    RecordFormat.WIREGUARD + "." + request.host() + " TXT",
                    "holds another key: " + there.get(),
                    "give the private key of the published key with --key, or give --public-key "
                            + there.get());
        }
        view.keyHolders(requested, request.host())
                .forEach(holder ->
                        conflict(
                                requested.base64(),
                                "is the key of " + holder,
                                "generate another key: wg-mesh keygen --out FILE"));
        return requested;
    }

    /**
     * Returns the addresses of a host that is a member already: what was asked for must be there.
     */
    private List<IpAddress> existingAddresses() {
        List<IpAddress> there = present.map(member -> member.addresses().all()).orElseGet(List::of);
        if (there.isEmpty() || repairing && there.stream().anyMatch(this::isDuplicate)) {
            return requestedAddresses();
        }
        for (IpAddress chosen : request.addresses().chosen()) {
            if (!there.contains(chosen)) {
                conflict(
                        request.host().text(),
                        "has joined with " + there + ", not with " + chosen,
                        "leave out --ip to keep its addresses");
            }
        }
        for (Endpoint endpoint : request.endpoints()) {
            if (present.isPresent() && !publishes(present.get(), endpoint)) {
                conflict(
                        request.host().text(),
                        "has joined without the endpoint " + endpoint,
                        "leave out --endpoint to keep its endpoints");
            }
        }
        return there;
    }

    /** Returns whether another member was listed with the address while this join was under way. */
    private boolean isDuplicate(IpAddress address) {
        return view.mesh().members().stream()
                .filter(member -> !member.name().equals(request.host()))
                .anyMatch(member -> member.addresses().all().contains(address));
    }

    private boolean publishes(Member member, Endpoint endpoint) {
        return member.endpoints().stream()
                .anyMatch(target ->
                        (!request.hasPort() || target.port() == endpoint.port())
                                && target.addresses().all().contains(endpoint.address()));
    }

    private void checkMetadata(boolean listed) {
        Metadata there = present.map(Member::metadataOrNone).orElse(Metadata.NONE);
        Metadata requested = request.metadata();
        checkUnchanged(listed, "site", requested.site(), there.site());
        checkUnchanged(listed, "nat", requested.nat(), there.nat());
        MemberServices offers = requested.services();
        checkUnchanged(listed, "relay", offers.relay(), there.services().relay());
        checkUnchanged(listed, "observe", offers.observe(), there.services().observe());
        checkUnchanged(
                listed, "observe-port", offers.observePort(), there.services().observePort());
        for (Prefix net : requested.nets()) {
            if (listed && !there.nets().contains(net)) {
                conflict(request.host().text(), "has joined without the net " + net, "");
            }
            choice.check(net);
        }
    }

    private <T> void checkUnchanged(
            boolean listed, String key, Optional<T> requested, Optional<T> there) {
        boolean other = requested.isPresent() && !requested.equals(there);
        if (other && (listed || there.isPresent())) {
            conflict(
                    request.host().text(),
                    "has joined with " + there.map(t -> key + "=" + t).orElse("no " + key),
                    "leave out --" + key + " to keep the published value");
        }
    }

    /** Returns the addresses of a host that is not listed yet; those it has are only a request. */
    private List<IpAddress> requestedAddresses() {
        return choice.allocate(
                request.addresses(),
                present.map(member -> member.addresses().all()).orElseGet(List::of));
    }

    private void conflict(String where, String what, String fix) {
        conflicts.add(new Problem(where, what, fix));
    }

    /**
     * A decision without conflict.
     *
     * @param port to publish; empty: what the host publishes stays
     * @param target the list that names the host, or is to
     */
    record MemberSettings(
            PublicKey key,
            List<IpAddress> addresses,
            Optional<Integer> port,
            JoinTarget target,
            List<Problem> warnings) {}
}
