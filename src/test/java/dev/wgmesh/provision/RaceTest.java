package dev.wgmesh.provision;

import dev.wgmesh.testing.race.RaceTargetMemory;
import org.junit.jupiter.api.Test;

/**
 * Eight concurrent writers in memory; subclasses of {@link ProviderRace} have the other providers.
 */
class RaceTest {
    @Test
    void eighty_joins_at_once_make_eighty_members() throws Exception {
        try (var place = new RaceTargetMemory()) {
            ProviderRace.joins(place);
        }
    }

    @Test
    void commands_of_every_kind_at_once_end_as_each_reported() throws Exception {
        try (var place = new RaceTargetMemory()) {
            ProviderRace.mixed(place);
        }
    }
}
