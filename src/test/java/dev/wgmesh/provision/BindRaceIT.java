package dev.wgmesh.provision;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.provider.server.ServerAccess.Read;
import dev.wgmesh.testing.race.RaceRun;
import dev.wgmesh.testing.race.RaceScript;
import dev.wgmesh.testing.race.RaceState;
import dev.wgmesh.testing.race.RaceTarget;
import dev.wgmesh.testing.race.RaceTargetServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Eight concurrent writers on BIND, read by transfer. */
class BindRaceIT extends ProviderRace {
    @Override
    RaceTarget place() throws IOException {
        return RaceTargetServer.bind(Read.TRANSFER);
    }

    @Test
    void read_then_replace_loses_members_in_the_same_race() throws Exception {
        try (RaceTarget place = place()) {
            RaceState end = RaceRun.naively(place, RaceScript.joins());
            assertTrue(end.mesh().members().size() < 81, end.mesh()::toString);
        }
    }
}
