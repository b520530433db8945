package dev.wgmesh.config;

import dev.wgmesh.plan.ZoneLocation;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What flags say of Route53 besides that it is meant.
 *
 * @param privateZone whether a private zone is asked for
 */
public record Route53Details(
        Optional<String> hostedZoneId,
        Optional<String> profile,
        Optional<URI> endpoint,
        boolean privateZone) {
    /** Nothing. */
    public static final Route53Details NONE =
            new Route53Details(Optional.empty(), Optional.empty(), Optional.empty(), false);

    /** These details, and of the rest those of {@code below}. */
    ZoneLocation.Route53 over(ZoneLocation.Route53 below) {
        return new ZoneLocation.Route53(
                hostedZoneId.or(below::hostedZoneId),
                profile.or(below::profile),
                endpoint.or(below::endpoint),
                privateZone || below.privateZone());
    }

    /** Route53 with these details alone. */
    public Location.Route53 alone() {
        return new Location.Route53(
                new ZoneLocation.Route53(hostedZoneId, profile, endpoint, privateZone));
    }

    /** The flags that were given. */
    public List<String> flags() {
        var flags = new ArrayList<String>();
        hostedZoneId.ifPresent(_ -> flags.add("--hosted-zone-id"));
        profile.ifPresent(_ -> flags.add("--profile"));
        endpoint.ifPresent(_ -> flags.add("--endpoint-url"));
        if (privateZone) {
            flags.add("--private-zone");
        }
        return flags;
    }
}
