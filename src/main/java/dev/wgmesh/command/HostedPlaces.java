package dev.wgmesh.command;

import dev.wgmesh.cli.Session;
import dev.wgmesh.config.Places;
import dev.wgmesh.config.Target;
import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.plan.ZoneHost;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provision.Hosting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/** Provisioning through the places that the flags and the configuration name. */
final class HostedPlaces implements Hosting {
    private final Session session;
    private final Places places;

    HostedPlaces(Session session, Places places) {
        this.session = session;
        this.places = places;
    }

    @Override
    public Optional<ZoneProvider> provider(Name owner) {
        return places.target(owner) instanceof Target.Hosted(ZoneProvider provider)
                ? Optional.of(provider)
                : Optional.empty();
    }

    @Override
    public DnsSource source() {
        return session.told(places.source());
    }

    /** The place that hosts the zone of the name, as a saved plan names it. */
    Optional<ZoneHost> host(Name owner) {
        return places.host(owner);
    }

    /** The same for a zone that a place hosts. */
    ZoneHost hostOf(Name owner) {
        return host(owner).orElseThrow();
    }

    /** Whether records of these names are printed and not written. */
    boolean prints(List<Name> owners) {
        return owners.stream().anyMatch(owner -> provider(owner).isEmpty());
    }

    /** The names that no place speaks for: their records are printed since nothing else can be. */
    List<Problem> nowhere(List<Name> owners) {
        var problems = new ArrayList<Problem>();
        for (Name owner : owners) {
            if (places.target(owner) instanceof Target.Nowhere(Problem problem)) {
                problems.add(problem);
            }
        }
        return problems;
    }
}
