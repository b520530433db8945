package dev.wgmesh.provision;

import dev.wgmesh.testing.race.RaceTargetMemory;
import org.junit.jupiter.api.Test;

/** Eight writers at once in memory; {@link RaceIT} has them everywhere else. */
class RaceTest {
    @Test
    void eighty_joins_at_once_make_eighty_members() throws Exception {
        try (var place = new RaceTargetMemory()) {
            RaceIT.joins(place);
        }
    }

    @Test
    void commands_of_every_kind_at_once_end_as_each_was_told() throws Exception {
        try (var place = new RaceTargetMemory()) {
            RaceIT.mixed(place);
        }
    }
}
