package dev.wgmesh.provision;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.provider.ZoneProvider;
import java.util.Optional;
import org.xbill.DNS.Name;

/** Where zones are hosted: what provisioning reads and writes them through. */
public interface Hosting {
    /**
     * Returns the place that hosts the zone of that owner name, the same object for every name of
     * one zone; empty where its records are printed.
     */
    Optional<ZoneProvider> provider(Name owner);

    /** Answers about every name, uncached. */
    DnsSource source();
}
