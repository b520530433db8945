package dev.wgmesh.provision;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.provider.server.ServerAccess.Read;
import dev.wgmesh.testing.race.InjectedFault;
import dev.wgmesh.testing.race.RaceTarget;
import dev.wgmesh.testing.race.RaceTargetServer;
import org.junit.jupiter.api.Test;

/** Eight concurrent writers on BIND, and somebody who forges refusals. */
class BindBehindForgerRaceIT {
    @Test
    void an_unsigned_refusal_of_a_signed_update_is_looked_up() throws Exception {
        try (RaceTarget target = RaceTargetServer.bind(Read.TRANSFER)) {
            target.setLossMode(InjectedFault.FORGERY);
            ProviderRace.joins(target);
            assertTrue(target.lostCount() > 0);
        }
    }
}
