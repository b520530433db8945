package dev.wgmesh.provision;

import dev.wgmesh.provider.server.ServerAccess.Read;
import dev.wgmesh.testing.race.RaceTarget;
import dev.wgmesh.testing.race.RaceTargetServer;
import java.io.IOException;

/** Eight concurrent writers on Knot. */
class KnotRaceIT extends ProviderRace {
    @Override
    RaceTarget place() throws IOException {
        return RaceTargetServer.knot(Read.TRANSFER);
    }
}
