package dev.wgmesh.provider.route53;

import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.problem.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.HostedZoneConfig;

/** Which of an account's hosted zones is meant. */
final class HostedZoneSelector {
    private final Route53Api api;
    private final Route53Location place;
    private Optional<List<HostedZone>> listed = Optional.empty();

    HostedZoneSelector(Route53Api api, Route53Location place) {
        this.api = api;
        this.place = place;
    }

    /**
     * Returns the zone that holds the name: the one of the given ID, else the one with the longest
     * apex.
     *
     * @throws Failure INPUT where there are several, which it lists, or where the zone of the ID is
     *     not there or does not hold the name; UNREADABLE where none holds it
     */
    HostedZone zoneFor(Name owner) {
        return place.hostedZoneId()
                .map(id -> zoneWithId(Route53Provider.bareId(id), owner))
                .or(() -> longestMatch(owner))
                .orElseThrow(() -> noZone(owner, zonesHolding(owner)));
    }

    /** Returns the same; empty where none holds it. */
    Optional<HostedZone> findZoneFor(Name name) {
        return place.hostedZoneId().isPresent()
                ? Optional.of(zone(place.hostedZoneId().get()))
                        .filter(zone -> name.subdomain(apex(zone)))
                : longestMatch(name);
    }

    private HostedZone zone(String id) {
        if (listed.isEmpty()) {
            listed = Optional.of(List.of(api.zone(Route53Provider.bareId(id))));
        }
        return listed.get().getFirst();
    }

    private HostedZone zoneWithId(String id, Name owner) {
        HostedZone zone = zone(id);
        if (!owner.subdomain(apex(zone))) {
            throw Failure.input(
                    "--hosted-zone-id " + id,
                    "is " + apex(zone).toString(true) + ", which does not hold " + text(owner),
                    "remove --hosted-zone-id, or give the ID of a zone above that name");
        }
        return zone;
    }

    private List<HostedZone> zonesHolding(Name owner) {
        if (listed.isEmpty()) {
            listed = Optional.of(api.zones());
        }
        return listed.get().stream().filter(zone -> owner.subdomain(apex(zone))).toList();
    }

    private Optional<HostedZone> longestMatch(Name owner) {
        List<HostedZone> asked =
                zonesHolding(owner).stream()
                        .filter(zone -> isPrivate(zone) == place.privateZone())
                        .toList();
        int longest = asked.stream().mapToInt(zone -> apex(zone).labels()).max().orElse(0);
        List<HostedZone> nearest =
                asked.stream().filter(zone -> apex(zone).labels() == longest).toList();
        if (nearest.size() > 1) {
            throw Failure.input(
                    "Route53",
                    "has "
                            + nearest.size()
                            + " zones "
                            + apex(nearest.getFirst()).toString(true)
                            + ": "
                            + described(nearest),
                    "choose one: --hosted-zone-id ID");
        }
        return nearest.stream().findFirst();
    }

    private Failure noZone(Name owner, List<HostedZone> others) {
        String kind = place.privateZone() ? "private" : "public";
        String what = "has no " + kind + " zone that holds " + text(owner);
        return others.isEmpty()
                ? Failure.unreadable(
                        "Route53", what, "check the account, or name another with --profile NAME")
                : Failure.unreadable(
                        "Route53",
                        what + ", only " + described(others),
                        "to use that zone: --hosted-zone-id ID");
    }

    private static String described(List<HostedZone> zones) {
        return zones.stream()
                .sorted(Comparator.comparing(HostedZone::id))
                .map(HostedZoneSelector::described)
                .collect(Collectors.joining(", "));
    }

    private static String described(HostedZone zone) {
        String comment =
                Optional.ofNullable(zone.config())
                        .map(HostedZoneConfig::comment)
                        .filter(text -> !text.isBlank())
                        .map(text -> ", \"" + text + "\"")
                        .orElse("");
        return Route53Provider.bareId(zone.id())
                + " ("
                + (isPrivate(zone) ? "private" : "public")
                + comment
                + ")";
    }

    private static boolean isPrivate(HostedZone zone) {
        return zone.config() != null && Boolean.TRUE.equals(zone.config().privateZone());
    }

    static Name apex(HostedZone zone) {
        return Route53Text.name(zone.name());
    }

    private static String text(Name owner) {
        return owner.toString(true);
    }
}
