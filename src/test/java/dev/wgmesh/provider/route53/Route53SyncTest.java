package dev.wgmesh.provider.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.route53.Behaviour;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waiting until every server has a change. */
class Route53SyncTest {
    private static final String WAITING =
            "Route53 zone Z1 (example.com): waiting until every server has change C1 (";

    private final List<String> progress = new ArrayList<>();
    private FakeRoute53Zone cloud;
    private ZoneProvider place;

    @BeforeEach
    void open() throws IOException {
        cloud = FakeRoute53Zone.hosting(Behaviour.QUICK);
        place = cloud.place();
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private Receipt committed(ZoneProvider place) {
        var reading = place.read(List.of());
        var outcome = place.commit(reading, PlanText.plan(reading, List.of("x 60 A 192.0.2.7")));
        return assertInstanceOf(ZoneProvider.Outcome.Committed.class, outcome).receipt();
    }

    @Test
    void a_change_is_waited_for_until_every_server_has_it() throws InterruptedException {
        cloud.route53().behave(Behaviour.QUICK.withInSync(Duration.ofSeconds(7)));
        place.awaitVisible(committed(place), progress::add);
        assertEquals(List.of(WAITING + "0 s)", WAITING + "3 s)", WAITING + "6 s)"), progress);
    }

    @Test
    void a_change_that_is_still_on_its_way_after_three_minutes_is_reported_as_committed() {
        cloud.route53().behave(Behaviour.QUICK.withInSync(Duration.ofHours(1)));
        Receipt receipt = committed(place);
        var failure = assertThrows(Failure.class, () -> place.awaitVisible(receipt, progress::add));
        assertEquals(Failure.Kind.PARTIAL, failure.kind());
        assertEquals(
                "Route53 zone Z1 (example.com): committed as change C1, which after 180 s is not on"
                        + " every server of Route53 yet; check later: aws route53 get-change"
                        + " --id C1",
                failure.getMessage());
        assertEquals(60, progress.size());
    }

    @Test
    void a_user_who_may_not_watch_gets_a_commit_without_confirmation() {
        Receipt receipt = committed(place);
        cloud.route53().refuse(403, "AccessDenied", "User x is not authorized");
        var failure = assertThrows(Failure.class, () -> place.awaitVisible(receipt, progress::add));
        assertEquals(Failure.Kind.PARTIAL, failure.kind());
        assertEquals(
                "Route53 zone Z1 (example.com): committed as change C1, but whether every"
                        + " server has the change is unknown; fix the next error, or do not"
                        + " wait: --no-wait\n"
                        + "Route53 zone Z1 (example.com): access denied: User x is not authorized;"
                        + " allow these credentials route53:GetChange, or use others: --profile"
                        + " NAME",
                failure.getMessage());
    }

    @Test
    void a_change_whose_number_was_lost_cannot_be_watched() throws InterruptedException {
        cloud.route53().behave(Behaviour.QUICK.losing(1, false));
        place.awaitVisible(committed(place), progress::add);
        assertEquals(
                List.of(
                        "Route53 zone Z1 (example.com): the reply with the ID of the change"
                                + " was lost, so wg-mesh cannot watch the change; every"
                                + " server should have it"
                                + " within a minute"),
                progress);
    }

    @Test
    void who_does_not_want_to_wait_does_not() throws InterruptedException {
        cloud.route53().behave(Behaviour.QUICK.withInSync(Duration.ofHours(1)));
        ZoneProvider hasty =
                cloud.hasty(
                        new Route53Location(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(cloud.route53().endpoint()),
                                false));
        hasty.awaitVisible(committed(hasty), progress::add);
        assertEquals(List.of(), progress);
    }
}
