package dev.wgmesh.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryProviderTest implements ZoneProviderContract {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-03-04T05:06:07Z"));

    @Override
    public ZoneProvider hosting(String text) {
        var zone = ZoneText.read("memory.zone", _ -> text, Optional.empty()).contents();
        return new MemoryProvider(zone, CLOCK);
    }

    @Test
    void a_zone_without_an_soa_is_none() {
        var empty = new ZoneContents(Question.name("example.com"), "memory", List.of(), List.of());
        var failure = assertThrows(Failure.class, () -> new MemoryProvider(empty, CLOCK));
        assertEquals("memory: has no SOA record; add one", failure.getMessage());
    }
}
