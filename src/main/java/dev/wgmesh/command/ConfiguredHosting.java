package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.config.Locations;
import dev.wgmesh.config.WriteTarget;
import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.plan.Location;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provision.Hosting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/** Provisioning through the places that the flags and the configuration name. */
final class ConfiguredHosting implements Hosting {
    private final CommandSession session;
    private final Locations places;

    ConfiguredHosting(CommandSession session, Locations places) {
        this.session = session;
        this.places = places;
    }

    @Override
    public Optional<ZoneProvider> provider(Name owner) {
        return places.writeTarget(owner) instanceof WriteTarget.Provider(ZoneProvider provider)
                ? Optional.of(provider)
                : Optional.empty();
    }

    @Override
    public ReadingBudget budget() {
        return places.budget();
    }

    @Override
    public DnsSource source(ReadingBudget budget) {
        return session.logging(places.source(budget));
    }

    /** Returns the place that hosts the zone of the name, as a saved plan names it. */
    Optional<Location.KnownHost> host(Name owner) {
        return places.savedHosts().of(owner);
    }

    /** Returns the same for a zone that a place hosts. */
    Location.KnownHost hostOf(Name owner) {
        return host(owner).orElseThrow();
    }

    /** Returns whether records of these names are printed and not written. */
    boolean prints(List<Name> owners) {
        return owners.stream().anyMatch(owner -> provider(owner).isEmpty());
    }

    /** Returns the names that have no place: their records can only be printed. */
    List<Problem> nowhere(List<Name> owners) {
        var problems = new ArrayList<Problem>();
        for (Name owner : owners) {
            if (places.writeTarget(owner) instanceof WriteTarget.Unknown(Problem problem)) {
                problems.add(problem);
            }
        }
        return problems;
    }
}
