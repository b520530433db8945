package dev.wgmesh.provision;

import dev.wgmesh.testing.race.RaceTarget;
import dev.wgmesh.testing.race.RaceTargetRoute53;
import java.io.IOException;

/** Eight concurrent writers on the double of Route53. */
class Route53RaceIT extends ProviderRace {
    @Override
    RaceTarget place() throws IOException {
        return new RaceTargetRoute53();
    }
}
