package dev.wgmesh.plan;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Amazon Route53.
 *
 * @param hostedZoneId of the zone; empty: the zone with the longest apex above a name
 * @param profile of the credentials; empty: the default chain
 * @param endpoint the URL of the API; empty: Amazon's own
 * @param privateZone whether private zones are used, instead of public ones
 */
public record Route53Location(
        Optional<String> hostedZoneId,
        Optional<String> profile,
        Optional<URI> endpoint,
        boolean privateZone)
        implements Location.KnownHost {
    /** Route53 without any setting. */
    public static final Route53Location DEFAULT =
            new Route53Location(Optional.empty(), Optional.empty(), Optional.empty(), false);

    static final String KIND = "route53";

    static Optional<Location.KnownHost> read(SettingReader in) {
        Optional<String> id = in.optional("hostedZoneId", in::text);
        Optional<String> profile = in.optional("profile", in::text);
        Optional<URI> endpoint = in.optional("endpoint", in::url);
        return in.yesNo("privateZone")
                .map(isPrivate -> new Route53Location(id, profile, endpoint, isPrivate));
    }

    /** Returns these settings, and those of {@code below} where these are empty. */
    public Route53Location over(Route53Location below) {
        return new Route53Location(
                hostedZoneId.or(below::hostedZoneId),
                profile.or(below::profile),
                endpoint.or(below::endpoint),
                privateZone || below.privateZone());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void write(SettingWriter out) {
        hostedZoneId.ifPresent(id -> out.text("hostedZoneId", id));
        profile.ifPresent(name -> out.text("profile", name));
        endpoint.ifPresent(url -> out.text("endpoint", url.toString()));
        out.flag("privateZone", privateZone);
    }

    @Override
    public List<String> details() {
        var details = new ArrayList<String>();
        profile.ifPresent(name -> details.add("profile " + name));
        endpoint.ifPresent(url -> details.add("at " + url));
        if (privateZone) {
            details.add("a private zone");
        }
        return details;
    }

    @Override
    public String flags() {
        return "--route53"
                + profile.map(name -> " --profile " + name).orElse("")
                + endpoint.map(url -> " --endpoint-url " + url).orElse("");
    }

    @Override
    public Route53Location in(Path directory) {
        return this;
    }

    @Override
    public List<String> credentials() {
        return Stream.concat(
                        profile.map(name -> "profile " + name).stream(),
                        endpoint.map(url -> "endpoint URL " + url).stream())
                .toList();
    }

    @Override
    public boolean agreesWith(Location.KnownHost saved) {
        return saved instanceof Route53Location other
                && agrees(hostedZoneId, other.hostedZoneId)
                && agrees(profile, other.profile)
                && agrees(endpoint, other.endpoint)
                && (!privateZone || other.privateZone);
    }

    private static <T> boolean agrees(Optional<T> flag, Optional<T> saved) {
        return flag.isEmpty() || flag.equals(saved);
    }

    @Override
    public Route53Location saved() {
        return this;
    }

    @Override
    public Route53Location completedFrom(Location.Host configured) {
        return this;
    }

    @Override
    public String toString() {
        return "Route53" + hostedZoneId.map(id -> " zone " + id).orElse("");
    }
}
