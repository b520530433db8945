package dev.wgmesh.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.race.InjectedFault;
import dev.wgmesh.testing.race.RaceRun;
import dev.wgmesh.testing.race.RaceScript;
import dev.wgmesh.testing.race.RaceState;
import dev.wgmesh.testing.race.RaceTarget;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eight concurrent writers on a kind of place, a fresh one for each race. */
abstract class ProviderRace {
    abstract RaceTarget place() throws IOException;

    @ParameterizedTest
    @EnumSource(names = {"NONE", "REPLY", "CHANGE"})
    void eighty_joins_at_once_make_eighty_members(InjectedFault loss) throws Exception {
        try (RaceTarget place = place()) {
            place.setLossMode(loss);
            joins(place);
            assertEquals(loss != InjectedFault.NONE, place.lostCount() > 0);
        }
    }

    @Test
    void commands_of_every_kind_at_once_end_as_each_reported_though_replies_are_lost()
            throws Exception {
        try (RaceTarget place = place()) {
            place.setLossMode(InjectedFault.REPLY);
            mixed(place);
            assertTrue(place.lostCount() > 0);
        }
    }

    static void joins(RaceTarget place) throws Exception {
        RaceState end = RaceRun.run(place, RaceScript.joins());
        assertEquals(List.of(), end.violations());
        assertEquals(81, end.mesh().members().size());
        assertEquals(81, end.revision());
        assertEquals(80, end.tally().commits());
    }

    static void mixed(RaceTarget place) throws Exception {
        RaceState end = RaceRun.run(place, RaceScript.mixed());
        assertEquals(List.of(), end.violations());
        assertEquals(end.tally().commits() + 1, end.revision());
    }
}
