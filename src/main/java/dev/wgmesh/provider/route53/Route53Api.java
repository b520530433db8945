package dev.wgmesh.provider.route53;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.route53.Route53Fault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeBatch;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.ListHostedZonesResponse;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;

/** The calls of Route53, each in its turn, tried again where nothing can have been done by it. */
final class Route53Api {
    /** Tries of a call that Route53 is too busy for. */
    private static final int BUSY_TRIES = 20;

    /** Tries of a question that gets no reply. */
    private static final int LOST_TRIES = 4;

    private final Route53Client client;
    private final RateLimit rateLimit;

    Route53Api(Route53Client client, RateLimit pace) {
        this.client = client;
        this.rateLimit = pace;
    }

    /** How a change that was sent ended. */
    sealed interface Reply {
        /** It was done. */
        record Done(ChangeInfo change) implements Reply {}

        /** It does not fit the zone; nothing was done. */
        record Invalid(Problem problem) implements Reply {}

        /** It may have been done. */
        record Lost(Problem problem) implements Reply {}
    }

    RateLimit rateLimit() {
        return rateLimit;
    }

    /** Returns every hosted zone of the account. */
    List<HostedZone> zones() {
        var zones = new ArrayList<HostedZone>();
        Optional<String> marker = Optional.empty();
        do {
            Optional<String> from = marker;
            ListHostedZonesResponse page =
                    answer(
                            "Route53",
                            "route53:ListHostedZones",
                            () -> client.listHostedZones(r -> from.ifPresent(r::marker)));
            zones.addAll(page.hostedZones());
            marker = Optional.ofNullable(page.nextMarker()).filter(_ -> page.isTruncated());
        } while (marker.isPresent());
        return zones;
    }

    /** Returns the hosted zone of that ID; throws a failure of kind INPUT where there is none. */
    HostedZone zone(String id) {
        return answer(
                        "Route53 zone " + id,
                        "route53:GetHostedZone",
                        () -> client.getHostedZone(r -> r.id(id)))
                .hostedZone();
    }

    /** Returns a page of the sets of a zone. */
    ListResourceRecordSetsResponse sets(String place, ListResourceRecordSetsRequest request) {
        return answer(
                place,
                "route53:ListResourceRecordSets",
                () -> client.listResourceRecordSets(request));
    }

    /** Returns how far a change has come. */
    ChangeInfo change(String place, String changeId) {
        return answer(place, "route53:GetChange", () -> client.getChange(r -> r.id(changeId)))
                .changeInfo();
    }

    private <T> T answer(String where, String action, Supplier<T> call) {
        for (int tries = 1; ; tries++) {
            rateLimit.acquire();
            try {
                return call.get();
            } catch (SdkException e) {
                Route53Fault fault = Route53Fault.of(e, where, action);
                int most =
                        switch (fault.kind()) {
                            case THROTTLED -> BUSY_TRIES;
                            case NO_REPLY, NOT_SENT -> LOST_TRIES;
                            case INVALID, NOT_FOUND, REFUSED -> 1;
                        };
                if (tries >= most) {
                    throw failure(fault);
                }
                rateLimit.backOff(tries);
            }
        }
    }

    /**
     * Sends a change: again only where it certainly was not done.
     *
     * @throws Failure UNREADABLE with nothing done
     */
    Reply send(String place, String zoneId, ChangeBatch batch) {
        for (int tries = 1; ; tries++) {
            rateLimit.acquire();
            try {
                return new Reply.Done(
                        client.changeResourceRecordSets(
                                        r -> r.hostedZoneId(zoneId).changeBatch(batch))
                                .changeInfo());
            } catch (SdkException e) {
                Route53Fault fault = Route53Fault.of(e, place, "route53:ChangeResourceRecordSets");
                switch (fault.kind()) {
                    case NO_REPLY -> {
                        return new Reply.Lost(fault.problem());
                    }
                    case INVALID -> {
                        return new Reply.Invalid(fault.problem());
                    }
                    case THROTTLED, NOT_SENT -> {
                        int most = fault.kind() == Kind.THROTTLED ? BUSY_TRIES : LOST_TRIES;
                        if (tries >= most) {
                            throw failure(fault);
                        }
                        rateLimit.backOff(tries);
                    }
                    case NOT_FOUND, REFUSED -> throw failure(fault);
                }
            }
        }
    }

    private static Failure failure(Route53Fault fault) {
        var kind = fault.kind() == Kind.NOT_FOUND ? Failure.Kind.INPUT : Failure.Kind.UNREADABLE;
        return new Failure(kind, List.of(fault.problem()));
    }
}
