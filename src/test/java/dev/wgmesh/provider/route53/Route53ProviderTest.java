package dev.wgmesh.provider.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProviderContract;
import dev.wgmesh.testing.route53.Behaviour;
import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class Route53ProviderTest implements ZoneProviderContract {
    private final List<FakeRoute53Zone> clouds = new ArrayList<>();

    @Override
    public ZoneProvider hosting(String text) throws IOException {
        var cloud = FakeRoute53Zone.hosting(text, Behaviour.QUICK);
        clouds.add(cloud);
        return cloud.place();
    }

    @Override
    public boolean raisesTheSerial() {
        return false;
    }

    @AfterEach
    void close() {
        clouds.forEach(FakeRoute53Zone::close);
    }

    @Test
    void eight_writers_lose_nothing_where_every_tenth_reply_is_lost() throws Exception {
        writers(8, Behaviour.QUICK.losing(10, false));
    }

    @Test
    void eight_writers_lose_nothing_where_every_tenth_change_is_lost() throws Exception {
        writers(8, Behaviour.QUICK.losing(10, true));
    }

    @Test
    void four_writers_lose_nothing_in_a_throttled_account_with_one_change_at_a_time()
            throws Exception {
        writers(4, Behaviour.QUICK.withPage(300).withThrottling().withBusy(Duration.ofMillis(500)));
    }

    /** Each as if a process of its own: with a rate of its own. */
    private void writers(int count, Behaviour behaviour) throws Exception {
        FakeRoute53Zone cloud = FakeRoute53Zone.hosting(behaviour);
        clouds.add(cloud);
        try (var threads = Executors.newFixedThreadPool(count)) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < count; writer++) {
                String prefix = "w" + writer + "-";
                running.add(
                        threads.submit(() -> {
                            ZoneProvider place = cloud.place();
                            for (int i = 0; i < 5; i++) {
                                PlanText.addToList(place, prefix + i + ".example.com");
                            }
                        }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
        var list =
                cloud.place()
                        .read(List.of())
                        .zone()
                        .rrset(Question.of("_p2p.example.com", Type.TXT))
                        .orElseThrow();
        assertEquals(2 + count * 5, list.records().size());
        assertEquals(count * 5, cloud.route53().comments().size());
    }
}
