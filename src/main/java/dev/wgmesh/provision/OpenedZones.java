package dev.wgmesh.provision;

import dev.wgmesh.plan.Location;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.Question;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.xbill.DNS.Name;

/** The zones that saved plans and receipts name, each opened once. */
final class OpenedZones {
    private final BiFunction<Location.KnownHost, Name, ZoneProvider> open;
    private final Map<Key, ZoneProvider> opened = new HashMap<>();

    OpenedZones(BiFunction<Location.KnownHost, Name, ZoneProvider> open) {
        this.open = open;
    }

    /** A zone, as a saved plan or a receipt names it. */
    record Key(Location.KnownHost host, Name apex) {}

    /**
     * Reads the zone.
     *
     * @throws Failure REFUSED where the place hosts another zone; UNREADABLE
     */
    HostedZone read(Key key, Collection<Question> questions) {
        ZoneProvider provider = opened.computeIfAbsent(key, it -> open.apply(it.host(), it.apex()));
        HostedZone zone = HostedZone.read(provider, questions);
        if (!zone.zone().apex().equals(key.apex())) {
            throw Failure.refused(
                    provider.description(),
                    "hosts "
                            + zone.zone().apex().toString(true)
                            + ", not "
                            + key.apex().toString(true),
                    "name the place of " + key.apex().toString(true));
        }
        return zone;
    }
}
