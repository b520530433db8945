package dev.wgmesh.config;

import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.ZoneProvider;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/** The hosts of zones as saved plans and receipts name them, beside those of this command. */
public final class SavedHosts {
    private final LocationResolver locations;
    private final ProviderCache open;

    SavedHosts(LocationResolver locations, ProviderCache open) {
        this.locations = locations;
        this.open = open;
    }

    /**
     * Returns the host of the zone of that owner name, as a plan saves it; empty where no location
     * takes records.
     *
     * @throws Failure UNREADABLE where the zone's primary is needed and cannot be determined
     */
    public Optional<Location.KnownHost> of(Name owner) {
        return locations.writableLocation(owner).map(host -> known(host, owner).saved());
    }

    private Location.KnownHost known(Location.Host host, Name owner) {
        return switch (host) {
            case Location.KnownHost known -> known;
            case Location.Primary(TsigSettings signing) ->
                    new Location.Server(open.primary(owner).server().toString(), signing);
        };
    }

    /**
     * Refuses flags that name another location than a saved plan or a receipt does. What flags
     * leave out agrees.
     *
     * <p>The plan or receipt may come from somebody else: its key file, profile and endpoint URL
     * must be those that flags or wg-mesh.toml name for the zone.
     *
     * @param what the plan or receipt, as messages call it
     * @throws Failure INPUT that names both locations, REFUSED that names the credential
     */
    public void requireMatch(Location.KnownHost saved, Name apex, String what) {
        Optional<Location.Host> flags = locations.flags().location();
        if (flags.isPresent() && !flags.get().agreesWith(saved)) {
            throw Failure.input(
                    what,
                    "is for " + saved + ", and flags name " + flags.get(),
                    "remove the flags that name a location");
        }
        List<String> configured =
                locations
                        .writableLocation(apex)
                        .filter(host -> host.agreesWith(saved))
                        .map(Location.Host::credentials)
                        .orElse(List.of());
        for (String credential : saved.credentials()) {
            if (!configured.contains(credential)) {
                throw Failure.refused(
                        what,
                        "uses the " + credential + ", which no flag and no wg-mesh.toml names",
                        "if you trust it, name it: " + saved.flags());
            }
        }
    }

    /**
     * Returns the host that a saved plan or a receipt names, to be read and written. What is not
     * saved (a command to run, whether a weak key is allowed) is taken from the location that this
     * command would write that name to, if that is the same host.
     */
    public Location.KnownHost completed(Location.KnownHost saved, Name owner) {
        return locations
                .writableLocation(owner)
                .filter(host -> host.agreesWith(saved))
                .map(saved::completedFrom)
                .orElse(saved);
    }

    /**
     * Opens the zone of that owner name at the host that a saved plan or a receipt names.
     *
     * @throws Failure as {@link Locations#writeTarget} does
     */
    public ZoneProvider provider(Location.KnownHost saved, Name owner) {
        return open.provider(completed(saved, owner), owner);
    }
}
