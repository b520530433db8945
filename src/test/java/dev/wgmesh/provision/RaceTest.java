package dev.wgmesh.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.race.Loss;
import dev.wgmesh.testing.race.Race;
import dev.wgmesh.testing.race.Raced;
import dev.wgmesh.testing.race.RacedCloud;
import dev.wgmesh.testing.race.RacedMemory;
import dev.wgmesh.testing.race.Script;
import dev.wgmesh.testing.race.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eight writers at once, in places that need nothing. */
class RaceTest {
    @Test
    void eighty_joins_at_once_in_memory_make_eighty_members() throws Exception {
        try (var place = new RacedMemory()) {
            joins(place);
        }
    }

    @Test
    void commands_of_every_kind_at_once_in_memory_end_as_each_was_told() throws Exception {
        try (var place = new RacedMemory()) {
            mixed(place);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eighty_joins_at_once_on_route53_make_eighty_members(Loss loss) throws Exception {
        try (var place = new RacedCloud()) {
            place.losing(loss);
            joins(place);
        }
    }

    @ParameterizedTest
    @EnumSource
    void commands_of_every_kind_at_once_on_route53_end_as_each_was_told(Loss loss)
            throws Exception {
        try (var place = new RacedCloud()) {
            place.losing(loss);
            mixed(place);
        }
    }

    static void joins(Raced place) throws Exception {
        Standing end = Race.run(place, Script.joins());
        assertEquals(List.of(), end.wrongs());
        assertEquals(81, end.mesh().members().size());
        assertEquals(80, end.tally().commits());
        assertEquals(81, end.revision());
    }

    static void mixed(Raced place) throws Exception {
        Standing end = Race.run(place, Script.mixed());
        assertEquals(List.of(), end.wrongs());
        assertEquals(1 + end.tally().commits(), end.revision());
    }
}
