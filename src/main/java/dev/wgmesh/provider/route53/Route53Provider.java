package dev.wgmesh.provider.route53;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.PlanCheck;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneSearch;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.HostedZone;

/**
 * A zone that Route53 hosts. It is read as a whole; the version of a reading is a hash of its sets,
 * so that a change and its undoing between two readings leave it the same. Route53 does not raise
 * the serial.
 */
public final class Route53Provider implements ZoneProvider {
    /** How long a change is waited for: it takes a minute as a rule. */
    private static final Duration SYNC_DEADLINE = Duration.ofMinutes(3);

    private static final Duration SYNC_STEP = Duration.ofSeconds(3);

    private final Route53Api api;
    private final boolean waits;
    private final InstantSource clock;
    private final String zoneId;
    private final String description;
    private final Route53Listing listing;

    Route53Provider(Route53Api api, boolean waits, InstantSource clock, HostedZone zone) {
        this.api = api;
        this.waits = waits;
        this.clock = clock;
        this.zoneId = bareId(zone.id());
        Name apex = HostedZoneSelector.apex(zone);
        this.description = "Route53 zone " + zoneId + " (" + apex.toString(true) + ")";
        this.listing = new Route53Listing(api, zoneId, apex, description, clock);
    }

    /**
     * Opens the zones of Route53, listed once. Calls are held to a rate below that of an account:
     * open it once and keep it.
     *
     * @param waits whether a commit waits until every server has the change (INSYNC)
     * @param random spreads tries that are repeated
     * @param hosts gets the host of each request before it is sent
     * @throws dev.wgmesh.problem.Failure UNREADABLE without credentials, INPUT for a profile that
     *     does not exist
     */
    public static ZoneSearch search(
            Route53Location place,
            boolean waits,
            RandomGenerator random,
            InstantSource clock,
            Consumer<String> hosts) {
        var pace = new RateLimit(clock, random, Thread::sleep);
        var client = Route53Access.client(place, Route53Access.credentials(place.profile()), hosts);
        return new Route53ZoneSearch(new Route53Api(client, pace), place, waits, clock);
    }

    static Route53Provider open(
            Route53Location place,
            boolean waits,
            Name owner,
            AwsCredentialsProvider credentials,
            RateLimit pace,
            InstantSource clock) {
        var api = new Route53Api(Route53Access.client(place, credentials, _ -> {}), pace);
        HostedZone zone = new HostedZoneSelector(api, place).zoneFor(owner);
        return new Route53Provider(api, waits, clock, zone);
    }

    /** Returns an ID without the path that replies put before it: {@code /hostedzone/Z1}. */
    static String bareId(String id) {
        return id.substring(id.lastIndexOf('/') + 1);
    }

    @Override
    public Reading read(Collection<Question> wanted) {
        return listing.read();
    }

    @Override
    public Reading read(Collection<Question> wanted, ReadingBudget budget) {
        return listing.read(budget);
    }

    @Override
    public Outcome commit(Reading basis, ZonePlan plan) {
        if (!(basis instanceof Route53Reading reading)) {
            throw new IllegalArgumentException(basis + " is not of " + description);
        }
        PlanCheck.requireApplicable(reading.zone(), description, plan);
        reading.requireEditable(plan);
        ZoneContents zone =
                plan.isEmpty() && !plan.conditions().isEmpty()
                        ? listing.read().zone()
                        : reading.zone();
        Optional<Problem> stale = PlanCheck.staleness(zone, plan);
        if (stale.isPresent()) {
            return new Outcome.Stale(stale.get());
        }
        if (plan.isEmpty()) {
            return committed(zone, plan, Optional.empty());
        }
        return switch (new Route53Commit(api, listing, zoneId, description, plan).run(reading)) {
            case Route53Commit.Result.Done(Optional<String> id) -> committed(zone, plan, id);
            case Route53Commit.Result.Stale(Problem problem) -> new Outcome.Stale(problem);
        };
    }

    private Outcome committed(ZoneContents zone, ZonePlan plan, Optional<String> changeId) {
        long serial = zone.soaRecord().map(SOARecord::getSerial).orElse(0L);
        return new Outcome.Committed(
                new Receipt(plan, description, serial, clock.instant(), changeId));
    }

    @Override
    public void awaitVisible(Receipt receipt, Consumer<String> progress)
            throws InterruptedException {
        if (!waits || receipt.plan().isEmpty()) {
            return;
        }
        if (receipt.changeId().isEmpty()) {
            progress.accept(
                    description
                            + ": the reply with the ID of the change was lost, so wg-mesh"
                            + " cannot watch the change; every server should have it"
                            + " within a minute");
            return;
        }
        String id = receipt.changeId().get();
        Duration waited = Duration.ZERO;
        while (!inSync(id)) {
            if (waited.compareTo(SYNC_DEADLINE) >= 0) {
                throw Failure.partial(
                        description,
                        "committed as change "
                                + id
                                + ", which after "
                                + waited.toSeconds()
                                + " s is not on every server of Route53 yet",
                        "check later: aws route53 get-change --id " + id);
            }
            progress.accept(
                    description
                            + ": waiting until every server has change "
                            + id
                            + " ("
                            + waited.toSeconds()
                            + " s)");
            api.rateLimit().sleep(SYNC_STEP);
            waited = waited.plus(SYNC_STEP);
        }
    }

    private boolean inSync(String id) {
        try {
            ChangeInfo change = api.change(description, id);
            return change.status() == ChangeStatus.INSYNC;
        } catch (Failure failure) {
            var problems = new ArrayList<Problem>();
            problems.add(
                    new Problem(
                            description,
                            "committed as change "
                                    + id
                                    + ", but whether every server has the change is unknown",
                            "fix the next error, or do not wait: --no-wait"));
            problems.addAll(failure.problems());
            throw new Failure(Failure.Kind.PARTIAL, List.copyOf(problems));
        }
    }

    @Override
    public String description() {
        return description;
    }
}
