package dev.wgmesh.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.race.RaceRun;
import dev.wgmesh.testing.race.RaceScript;
import dev.wgmesh.testing.race.RaceState;
import dev.wgmesh.testing.race.RaceTargetFile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Eight concurrent processes on a zone file. */
class ZoneFileRaceIT extends ProviderRace {
    @Override
    RaceTargetFile place() throws IOException {
        return new RaceTargetFile();
    }

    @Test
    void writers_that_are_killed_at_any_moment_and_run_again_leave_no_trace() throws Exception {
        try (RaceTargetFile place = place()) {
            place.killingAtRandom(3);
            RaceState end = RaceRun.run(place, RaceScript.joins());
            assertEquals(List.of(), end.violations());
            assertEquals(81, end.revision());
            assertTrue(place.lostCount() > 0);
            assertEquals(List.of(".wg-mesh.lock"), place.leftoverFiles());
        }
    }
}
