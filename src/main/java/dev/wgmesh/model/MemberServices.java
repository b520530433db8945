package dev.wgmesh.model;

import java.util.Optional;

/**
 * What a member does for the others; the part of its metadata with the keys {@code relay}, {@code
 * observe} and {@code observe-port}.
 *
 * @param relay whether it passes packets on between two members that cannot meet
 * @param observe whether it answers at which address and port it sees the others
 * @param observePort the port of these answers, UDP and TCP; empty: {@value #OBSERVE_PORT}
 */
public record MemberServices(
        Optional<Boolean> relay, Optional<Boolean> observe, Optional<Integer> observePort) {
    /** Default port of the answers of an observer: that of DNS (RFC 1035, section 4.2). */
    public static final int OBSERVE_PORT = 53;

    /** No services. */
    public static final MemberServices NONE =
            new MemberServices(Optional.empty(), Optional.empty(), Optional.empty());

    /** Returns the port where the member says what it observes; empty: it is no observer. */
    public Optional<Integer> observerPort() {
        return observe.filter(yes -> yes).map(_ -> observePort.orElse(OBSERVE_PORT));
    }

    /** Returns whether the member passes packets on for others. */
    public boolean relays() {
        return relay.orElse(false);
    }

    /** Returns these services; those of the other where these say nothing. */
    public MemberServices or(MemberServices other) {
        return new MemberServices(
                relay.or(other::relay),
                observe.or(other::observe),
                observePort.or(other::observePort));
    }

    /** Returns them without observation. */
    public MemberServices withoutObserve() {
        return new MemberServices(relay, Optional.empty(), Optional.empty());
    }

    /** Returns them without what they say about relaying. */
    public MemberServices withoutRelay() {
        return new MemberServices(Optional.empty(), observe, observePort);
    }
}
