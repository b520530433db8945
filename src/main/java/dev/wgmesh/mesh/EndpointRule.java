package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses the endpoint of a peer, and whether to write it. */
final class EndpointRule {
    /** Number of tries of each candidate before the first one stays. */
    private static final int TRIES = 2;

    private final EndpointCandidates candidates;
    private final NodeNetwork network;
    private final boolean moved;
    private final boolean watch;
    private final boolean forced;
    private final Optional<HolePunching.Turn> turn;

    /**
     * @param moved whether the addresses of this node changed since the last pass
     * @param forced whether an endpoint of DNS replaces one that no record lists, also in a session
     * @param turn of two members behind NAT that have no session
     */
    EndpointRule(
            EndpointCandidates candidates,
            NodeNetwork network,
            boolean moved,
            boolean watch,
            boolean forced,
            Optional<HolePunching.Turn> turn) {
        this.candidates = candidates;
        this.network = network;
        this.moved = moved;
        this.watch = watch;
        this.forced = forced;
        boolean hasTurns = !candidates.observed().isEmpty() && !candidates.ordered().isEmpty();
        this.turn = hasTurns ? turn : Optional.empty();
    }

    /** An endpoint and whether to write it; empty: no endpoint. */
    record Selection(Optional<Endpoint> endpoint, EndpointChoice choice) {}

    Selection forNew() {
        Optional<Endpoint> first =
                turn.isPresent()
                        ? Optional.of(turn.get().pick(candidates.ordered()))
                        : candidates.first();
        return first.isPresent()
                ? write(first.get(), "new")
                : keep(Optional.empty(), false, waiting());
    }

    Selection of(PeerSession session) {
        Optional<Endpoint> actual = session.endpoint();
        if (turn.isPresent()) {
            return ofTurn(turn.get(), actual);
        }
        Optional<Endpoint> first = candidates.first();
        if (actual.isEmpty()) {
            return first.isPresent()
                    ? write(first.get(), "had no endpoint")
                    : keep(actual, true, waiting());
        }
        Endpoint now = actual.get();
        boolean unlisted = first.isPresent() && !candidates.lists(now);
        if (forced && unlisted) {
            return write(first.get(), "--force-endpoint");
        }
        boolean listed = candidates.ordered().contains(now);
        boolean roamed = !session.known().map(KnownEndpoint::endpoint).equals(actual);
        boolean hasRoute = network.hasRouteTo(now.address());
        boolean changedInDns = unlisted && !roamed;
        // a record that moves an endpoint cuts no session that is up: it may be a spoofed one
        if (changedInDns && !(session.isUp() && hasRoute)) {
            return write(first.get(), "the endpoint in DNS changed");
        }
        // a link-local one, known here without its interface, cannot be written again
        boolean writable = now.address().scope().isUnicast();
        if (moved && (writable || first.isPresent())) {
            Endpoint again = session.isLive() && writable && hasRoute ? now : first.orElse(now);
            return write(again, "the addresses of this node changed");
        }
        if (!hasRoute && !session.isLive() && first.isPresent()) {
            return write(first.get(), "this node has no route to " + now);
        }
        if (session.isStale()) {
            return ofStale(session, now, listed);
        }
        boolean called = session.peer().handshake().isPresent();
        boolean calling = !session.peer().peer().keepalive().isZero();
        boolean unproved = candidates.isLan(now) && session.isLive() && !session.isVerified();
        if (changedInDns) {
            return keep(actual, false, "its session is up; in DNS: " + first.get());
        }
        return keep(
                actual,
                (called || !calling) && !unproved,
                listed ? listedBy(now) : "keeps its roamed endpoint");
    }

    /** Both ends try the candidate at the same place of their lists in the same slot. */
    private Selection ofTurn(HolePunching.Turn now, Optional<Endpoint> actual) {
        Endpoint next = now.pick(candidates.ordered());
        boolean again = actual.filter(candidates.ordered()::contains).isPresent();
        if (again && !moved && (!now.used() || actual.equals(Optional.of(next)))) {
            String reason = now.isHopeless() ? EndpointChoice.HARD_NAT : "no answer yet";
            var choice =
                    new EndpointChoice(
                            false, true, reason, candidates.source(actual.get()), now.isHopeless());
            return new Selection(actual, choice);
        }
        String reason =
                actual.map(endpoint -> "no answer at " + endpoint).orElse("had no endpoint");
        var choice =
                new EndpointChoice(true, true, reason, candidates.source(next), now.isHopeless());
        return new Selection(Optional.of(next), choice);
    }

    private String listedBy(Endpoint endpoint) {
        HostName observer = candidates.observed().get(endpoint);
        return observer != null ? "observed by " + observer : "as DNS says";
    }

    private String waiting() {
        String text = "waiting for the peer to connect";
        return candidates.withoutRoute().isEmpty()
                ? "no endpoint: " + text
                : candidates.withoutRoute().stream()
                        .map(Endpoint::toString)
                        .collect(Collectors.joining(", ", "no route to ", ": " + text));
    }

    private Selection ofStale(PeerSession session, Endpoint now, boolean listed) {
        List<Endpoint> all = candidates.ordered();
        if (!all.isEmpty() && !listed) {
            return write(all.getFirst(), "no answer at its roamed endpoint");
        }
        int attempts = session.known().map(KnownEndpoint::attempts).orElse(0);
        boolean more = attempts < TRIES * all.size();
        if (watch && listed && all.size() > 1 && more) {
            Endpoint next = all.get((all.indexOf(now) + 1) % all.size());
            return write(next, "no answer at " + now);
        }
        return keep(Optional.of(now), false, "no answer");
    }

    private Selection write(Endpoint endpoint, String reason) {
        var choice = new EndpointChoice(true, false, reason, candidates.source(endpoint));
        return new Selection(Optional.of(endpoint), choice);
    }

    private Selection keep(Optional<Endpoint> endpoint, boolean settled, String reason) {
        EndpointSource source = endpoint.map(candidates::source).orElse(EndpointSource.NONE);
        return new Selection(endpoint, new EndpointChoice(false, settled, reason, source));
    }
}
