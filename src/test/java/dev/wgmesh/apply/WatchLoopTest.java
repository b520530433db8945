package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.EndpointChoice;
import dev.wgmesh.mesh.EndpointSource;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.ObserverRound;
import dev.wgmesh.mesh.OwnKey;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.mesh.PskDecision;
import dev.wgmesh.mesh.SelfSelector;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Peer;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.PassMessages;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.MeshFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WatchLoopTest {
    /** Without jitter, so that times are round. */
    private static final RandomGenerator NO_JITTER = () -> 0L;

    private final Deque<WakeupSource.Wake> wakes = new ArrayDeque<>();
    private final List<String> story = new ArrayList<>();

    private WakeupSource.Wakeup await(Duration limit) {
        WakeupSource.Wake wake = wakes.isEmpty() ? WakeupSource.Wake.STOP : wakes.removeFirst();
        boolean full = wake == WakeupSource.Wake.TIMEOUT;
        return new WakeupSource.Wakeup(wake, full ? limit : Duration.ZERO);
    }

    private void watch(WatchLoop.SinglePass... passes) throws InterruptedException {
        var left = new ArrayDeque<>(List.of(passes));
        WatchLoop.SinglePass pass =
                () -> (left.size() > 1 ? left.removeFirst() : left.getFirst()).run();
        WatchLoop.Listener listener =
                new WatchLoop.Listener() {
                    @Override
                    public void passCompleted(PassResult result, Duration next) {
                        story.add("passed, next in " + next.toSeconds());
                    }

                    @Override
                    public void passFailed(Failure failure, Duration next) {
                        story.add(failure.kind() + ", next in " + next.toSeconds());
                    }
                };
        new WatchLoop(pass, this::await, NO_JITTER, listener).run();
    }

    private static PassResult result(boolean settled, int ttl) {
        return result(settled, ttl, List.of());
    }

    private static PassResult result(boolean settled, int ttl, List<DesiredPeer> peers) {
        var desired =
                new DesiredDevice(
                        new HostName("a"),
                        new OwnKey(
                                MeshFixture.key("a"),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                List.of()),
                        "wg0",
                        PathMode.AUTO,
                        peers,
                        List.of(),
                        List.of(),
                        ObserverRound.NONE);
        var plan =
                new DevicePlan(
                        desired,
                        Optional.empty(),
                        List.of(),
                        new PassMessages(List.of(), List.of(), List.of(), List.of()),
                        settled,
                        NodeState.EMPTY,
                        NodeState.EMPTY,
                        Instant.EPOCH);
        NodeContext node =
                new NodeContext(
                        new SelfSelector.ByName(desired.self()),
                        "wg0",
                        Optional.empty(),
                        NodeFacts.NONE,
                        NodeState.EMPTY,
                        PassOptions.DEFAULT,
                        false,
                        Instant.EPOCH);
        return new PassResult(
                node,
                List.of(plan),
                List.of(),
                Optional.empty(),
                List.of(),
                Duration.ofSeconds(ttl));
    }

    private void passes(int count) {
        for (int i = 1; i < count; i++) {
            wakes.add(WakeupSource.Wake.TIMEOUT);
        }
    }

    @Test
    void a_settled_mesh_is_read_again_when_its_records_run_out() throws InterruptedException {
        passes(3);
        watch(() -> result(true, 300), () -> result(true, 5), () -> result(true, 99999));
        assertEquals(
                List.of("passed, next in 300", "passed, next in 30", "passed, next in 3600"),
                story);
    }

    @Test
    void an_unsettled_mesh_is_checked_often_then_less_often() throws InterruptedException {
        passes(11);
        watch(() -> result(false, 300));
        assertEquals(
                List.of(2, 2, 2, 2, 2, 4, 8, 16, 32, 64, 128),
                story.stream().map(s -> Integer.valueOf(s.replaceAll("\\D+", ""))).toList());
    }

    @Test
    void a_pass_that_cannot_judge_is_reported_and_tried_again() throws InterruptedException {
        passes(2);
        watch(
                () -> {
                    throw Failure.unreadable("_p2p.example.com TXT", "SERVFAIL", "");
                },
                () -> result(true, 60));
        assertEquals(List.of("UNREADABLE, next in 2", "passed, next in 60"), story);
    }

    @Test
    void what_no_waiting_mends_ends_it_at_once() {
        Failure refused = Failure.refused("interface wg0", "has another key", "");
        assertThrows(
                Failure.class,
                () ->
                        watch(() -> {
                            throw refused;
                        }));
        assertEquals(List.of(), story);
    }

    @Test
    void a_call_begins_the_quick_passes_anew() throws InterruptedException {
        passes(7);
        wakes.add(WakeupSource.Wake.RUN_NOW);
        watch(() -> result(false, 300));
        assertEquals("passed, next in 8", story.get(6));
        assertEquals("passed, next in 2", story.get(7));
    }

    /** A peer whose preshared key is due after some seconds. */
    private static DesiredPeer due(int seconds) {
        var psk =
                new PskDecision(
                        PskDecision.Kind.MANAGED,
                        Optional.empty(),
                        false,
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Instant.EPOCH.plusSeconds(seconds)));
        PublicKey key = PrivateKey.generate(new Random(1)).publicKey();
        return new DesiredPeer(
                new HostName("b"),
                new Peer(key, Optional.empty(), List.of(), Duration.ZERO),
                List.of(),
                new EndpointChoice(false, true, "", EndpointSource.NONE),
                List.of(),
                true,
                psk,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void preshared_keys_are_looked_at_between_two_readings_of_dns() throws InterruptedException {
        var waits = new ArrayList<Long>();
        var pass =
                new WatchLoop.SinglePass() {
                    @Override
                    public PassResult run() {
                        story.add("reads");
                        return result(true, 100, List.of(due(40)));
                    }

                    @Override
                    public PassResult repeat() {
                        story.add("repeats");
                        return result(true, 100, List.of(due(40)));
                    }

                    @Override
                    public void stop() {
                        story.add("stops");
                    }
                };
        passes(5);
        WakeupSource source =
                limit -> {
                    waits.add(limit.toSeconds());
                    return await(limit);
                };
        watchSilently(pass, source);
        assertEquals(List.of("reads", "repeats", "repeats", "reads", "repeats", "stops"), story);
        assertEquals(List.of(40L, 40L, 20L, 40L, 40L), waits);
    }

    /** Runs a loop whose passes are no part of the story unless they tell it themselves. */
    private static void watchSilently(WatchLoop.SinglePass pass, WakeupSource source)
            throws InterruptedException {
        var listener =
                new WatchLoop.Listener() {
                    @Override
                    public void passCompleted(PassResult result, Duration next) {}

                    @Override
                    public void passFailed(Failure failure, Duration next) {}
                };
        new WatchLoop(pass, source, NO_JITTER, listener).run();
    }

    /** Runs a loop whose waits end so, and returns its waits in milliseconds and its passes. */
    private List<String> steps(
            Supplier<PassResult> result, boolean stale, WakeupSource.Wakeup... ends)
            throws InterruptedException {
        var pass =
                new WatchLoop.SinglePass() {
                    @Override
                    public PassResult run() {
                        story.add("read");
                        return result.get();
                    }

                    @Override
                    public PassResult repeat() {
                        story.add("repeat");
                        return result.get();
                    }

                    @Override
                    public Optional<Duration> untilLook() {
                        return stale ? Optional.of(Duration.ofMinutes(1)) : Optional.empty();
                    }

                    @Override
                    public boolean needsPass() {
                        return stale;
                    }
                };
        var left = new ArrayDeque<>(List.of(ends));
        WakeupSource source =
                limit -> {
                    story.add(Long.toString(limit.toMillis()));
                    WakeupSource.Wakeup end =
                            left.isEmpty()
                                    ? new WakeupSource.Wakeup(WakeupSource.Wake.STOP, Duration.ZERO)
                                    : left.removeFirst();
                    return end.wake() == WakeupSource.Wake.TIMEOUT
                            ? WakeupSource.Wakeup.timeout(limit)
                            : end;
                };
        watchSilently(pass, source);
        return story;
    }

    private static WakeupSource.Wakeup after(int seconds, WakeupSource.Wake wake) {
        return new WakeupSource.Wakeup(wake, Duration.ofSeconds(seconds));
    }

    private static final WakeupSource.Wakeup TIME = WakeupSource.Wakeup.timeout(Duration.ZERO);

    @Test
    void a_change_of_the_device_is_answered_without_dns_and_the_next_reading_stays()
            throws InterruptedException {
        assertEquals(
                List.of("read", "300000", "200", "repeat", "199800"),
                steps(
                        () -> result(true, 300),
                        false,
                        after(100, WakeupSource.Wake.DEVICE_CHANGED),
                        TIME));
    }

    @Test
    void changes_that_come_together_are_one_pass() throws InterruptedException {
        assertEquals(
                List.of("read", "300000", "500", "200", "200", "repeat", "299800"),
                steps(
                        () -> result(true, 300),
                        false,
                        after(0, WakeupSource.Wake.NETWORK_CHANGED),
                        after(0, WakeupSource.Wake.DEVICE_CHANGED),
                        after(0, WakeupSource.Wake.DEVICE_CHANGED),
                        TIME));
    }

    @Test
    void a_network_that_changes_while_dns_cannot_be_read_lets_it_be_read_soon()
            throws InterruptedException {
        assertEquals(
                List.of("read", "2000", "500", "500", "500"),
                steps(
                        () -> {
                            throw Failure.unreadable("_p2p.example.com TXT", "no answer", "");
                        },
                        false,
                        after(0, WakeupSource.Wake.NETWORK_CHANGED),
                        after(0, WakeupSource.Wake.NETWORK_CHANGED),
                        after(0, WakeupSource.Wake.NETWORK_CHANGED)));
    }

    @Test
    void a_zone_that_changed_is_read_a_second_later_and_less_often_if_it_never_ends()
            throws InterruptedException {
        WakeupSource.Wakeup changed = after(0, WakeupSource.Wake.ZONE_CHANGED);
        assertEquals(
                List.of("read", "300000", "1000", "read", "300000", "1000", "read", "300000"),
                steps(() -> result(true, 300), false, changed, TIME, changed, TIME));
    }

    @Test
    void a_peer_that_goes_stale_is_answered_at_the_next_look() throws InterruptedException {
        assertEquals(
                List.of("read", "60000", "repeat", "2000"),
                steps(() -> result(true, 300), true, TIME));
    }

    @Test
    void a_wg_that_fails_is_tried_every_five_seconds_and_dns_is_read_in_time()
            throws InterruptedException {
        var pass =
                new WatchLoop.SinglePass() {
                    @Override
                    public PassResult run() {
                        story.add("read");
                        return result(true, 67);
                    }

                    @Override
                    public PassResult repeat() {
                        story.add("repeat");
                        throw Failure.unreadable("wg show wg0 dump", "failed", "");
                    }

                    @Override
                    public Optional<Duration> untilLook() {
                        return Optional.of(Duration.ofMinutes(1));
                    }

                    @Override
                    public boolean needsPass() {
                        story.add("look");
                        throw Failure.unreadable("wg show wg0 dump", "failed", "");
                    }
                };
        passes(5);
        WakeupSource source =
                limit -> {
                    story.add(Long.toString(limit.toMillis()));
                    return await(limit);
                };
        watchSilently(pass, source);
        assertEquals(
                List.of(
                        "read", "60000", "look", "repeat", "5000", "repeat", "2000", "read",
                        "60000", "look", "repeat", "5000"),
                story);
    }

    @Test
    void stop_ends_it_after_the_pass_at_hand() throws InterruptedException {
        watch(() -> result(true, 300));
        assertEquals(List.of("passed, next in 300"), story);
    }
}
