package dev.wgmesh.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.provider.server.ServerAccess.Read;
import dev.wgmesh.testing.race.InjectedFault;
import dev.wgmesh.testing.race.RaceRun;
import dev.wgmesh.testing.race.RaceScript;
import dev.wgmesh.testing.race.RaceState;
import dev.wgmesh.testing.race.RaceTarget;
import dev.wgmesh.testing.race.RaceTargetFile;
import dev.wgmesh.testing.race.RaceTargetRoute53;
import dev.wgmesh.testing.race.RaceTargetServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eight concurrent writers on every provider; needs BIND and Knot. */
class RaceIT {
    @Nested
    class OnBind extends ProviderRace {
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

    @Nested
    class OnBindBehindForger {
        @Test
        void an_unsigned_refusal_of_a_signed_update_is_looked_up() throws Exception {
            try (RaceTarget target = RaceTargetServer.bind(Read.TRANSFER)) {
                target.setLossMode(InjectedFault.FORGERY);
                joins(target);
                assertTrue(target.lostCount() > 0);
            }
        }
    }

    @Nested
    class OnBindWithoutTransfer extends ProviderRace {
        @Override
        RaceTarget place() throws IOException {
            return RaceTargetServer.bind(Read.ASK);
        }
    }

    @Nested
    class OnKnot extends ProviderRace {
        @Override
        RaceTarget place() throws IOException {
            return RaceTargetServer.knot(Read.TRANSFER);
        }
    }

    @Nested
    class OnServe extends ProviderRace {
        @Override
        RaceTarget place() throws IOException {
            return RaceTargetServer.serve(Read.TRANSFER);
        }
    }

    @Nested
    class OnRoute53 extends ProviderRace {
        @Override
        RaceTarget place() throws IOException {
            return new RaceTargetRoute53();
        }
    }

    @Nested
    class OnZoneFile extends ProviderRace {
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

    /** A kind of place, a fresh one for each race. */
    abstract static class ProviderRace {
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
