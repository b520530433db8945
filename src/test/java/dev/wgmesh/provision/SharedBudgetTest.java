package dev.wgmesh.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.limits.HeapLimit;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.MemoryHosting;
import dev.wgmesh.zone.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

/** All zones that a change is decided on share one budget. */
class SharedBudgetTest {
    private static final Duration ZONE = Duration.ofSeconds(4);

    private final MemoryHosting memory =
            new MemoryHosting()
                    .with(
                            "example.com",
                            "_p2p TXT \"a.example.org\"\n_policy._p2p TXT \"pool=10.0.0.0/24\"\n")
                    .with("example.org", "_wireguard.a TXT \"\"\n");

    /** Zones that take four seconds each to read. */
    private final class SlowZones implements Hosting {
        private final Duration time;
        private final Map<ZoneProvider, ZoneProvider> places = new HashMap<>();
        private final List<String> read = new ArrayList<>();
        private Instant now = Instant.EPOCH;

        SlowZones(Duration time) {
            this.time = time;
        }

        @Override
        public Optional<ZoneProvider> provider(Name owner) {
            return memory.provider(owner)
                    .map(place -> places.computeIfAbsent(place, SlowZone::new));
        }

        @Override
        public ReadingBudget budget() {
            return new ReadingBudget(() -> now, time, new HeapLimit(1 << 30));
        }

        @Override
        public DnsSource source(ReadingBudget budget) {
            return memory.source(budget);
        }

        private final class SlowZone implements ZoneProvider {
            private final ZoneProvider place;

            SlowZone(ZoneProvider place) {
                this.place = place;
            }

            @Override
            public Reading read(Collection<Question> wanted) {
                throw new AssertionError(description() + " is read outside the budget");
            }

            @Override
            public Reading read(Collection<Question> wanted, ReadingBudget budget) {
                budget.timeLeft();
                now = now.plus(ZONE);
                read.add(description());
                budget.exceeded()
                        .ifPresent(exceeded -> {
                            throw Failure.unreadable(
                                    description(), exceeded.what(), exceeded.fix());
                        });
                return place.read(wanted);
            }

            @Override
            public Outcome commit(Reading basis, ZonePlan plan) {
                return place.commit(basis, plan);
            }

            @Override
            public String description() {
                return place.description();
            }
        }
    }

    private static MeshSnapshot read(Hosting hosting) {
        return MeshSnapshot.read(
                hosting,
                new MeshName("_p2p.example.com"),
                Optional.empty(),
                HostName.parse("a.example.org"));
    }

    @Test
    void both_zones_of_a_change_are_read_within_one_time() {
        var zones = new SlowZones(ZONE.multipliedBy(3));
        assertEquals(2, read(zones).zones().size());
        assertEquals(List.of("memory of example.com", "memory of example.org"), zones.read);
    }

    @Test
    void the_second_zone_fails_where_the_first_took_the_time() {
        var zones = new SlowZones(ZONE.plusSeconds(1));
        Failure failure = assertThrows(Failure.class, () -> read(zones));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals("memory of example.org", failure.problems().getFirst().where());
        assertEquals("the reading took more than 5 s", failure.problems().getFirst().what());
    }
}
