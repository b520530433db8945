package dev.wgmesh.provision;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.provider.ZoneProvider;
import java.util.Optional;
import org.xbill.DNS.Name;

/** Where zones are hosted: what provisioning reads and writes them through. */
public interface Hosting {
    /** The apex of the zone that holds the name; empty where no place speaks for it. */
    Optional<Name> apexOf(Name name);

    /** The place that hosts the zone; empty where it can be read only through the source. */
    Optional<ZoneProvider> provider(Name apex);

    /** Answers for every other zone, uncached. */
    DnsSource source();
}
