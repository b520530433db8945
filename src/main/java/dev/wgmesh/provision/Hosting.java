package dev.wgmesh.provision;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.limits.ReadingBudget;
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

    /** Returns a new budget, for all that one reading of a mesh reads. */
    ReadingBudget budget();

    /** Returns a source of every name, uncached; what it reads counts against the budget. */
    DnsSource source(ReadingBudget budget);
}
