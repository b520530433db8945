package dev.wgmesh.provider.route53;

import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProviderContract;
import dev.wgmesh.testing.route53.Behaviour;
import dev.wgmesh.testing.route53.FakeRoute53;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Type;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ResourceRecord;

/** A Route53 double whose zone Z1 is the contract's zone, on a clock without real waits. */
public final class FakeRoute53Zone implements AutoCloseable, InstantSource, RateLimit.Sleeper {
    static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret"));

    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");

    private final FakeRoute53 route53;
    private final AtomicInteger opened = new AtomicInteger();
    private Instant now = START;

    private FakeRoute53Zone(Behaviour behaviour) throws IOException {
        route53 = FakeRoute53.start(behaviour, this);
    }

    /** A Route53 whose zone Z1 is that of the text. */
    public static FakeRoute53Zone hosting(String text, Behaviour behaviour) throws IOException {
        var cloud = new FakeRoute53Zone(behaviour);
        var zone = ZoneText.read("test.zone", _ -> text, Optional.empty()).contents();
        cloud.route53.host("Z1", zone);
        return cloud;
    }

    static FakeRoute53Zone hosting(Behaviour behaviour) throws IOException {
        return hosting(ZoneProviderContract.ZONE, behaviour);
    }

    /** The double itself. */
    public FakeRoute53 route53() {
        return route53;
    }

    /** The place that holds {@code _p2p.example.com}. */
    public ZoneProvider place() {
        return place(at(Optional.empty(), false));
    }

    ZoneProvider place(Route53Location place) {
        return place(place, true, CREDENTIALS);
    }

    /** Opens the zone without waiting for changes. */
    ZoneProvider hasty(Route53Location place) {
        return place(place, false, CREDENTIALS);
    }

    ZoneProvider place(Route53Location place, boolean waits, AwsCredentialsProvider credentials) {
        var pace = new RateLimit(this, new Random(opened.incrementAndGet()), this);
        // the waits of other writers, which are no waits here, are not part of a reading's minute
        return Route53Provider.open(
                place,
                waits,
                Question.name("_p2p.example.com"),
                credentials,
                pace,
                InstantSource.fixed(START));
    }

    /** Puts sets into zone Z1 as many tools do, in the place of whatever is there (UPSERT). */
    public void upsert(List<RRset> sets) {
        List<Change> changes = sets.stream().map(FakeRoute53Zone::upsert).toList();
        try (var client = Route53Access.client(at(Optional.empty(), false), CREDENTIALS, _ -> {})) {
            client.changeResourceRecordSets(
                    request -> request.hostedZoneId("Z1").changeBatch(b -> b.changes(changes)));
        }
    }

    private static Change upsert(RRset set) {
        List<ResourceRecord> values =
                set.dnsRecords().stream()
                        .map(record ->
                                ResourceRecord.builder().value(Route53Text.value(record)).build())
                        .toList();
        return Change.builder()
                .action(ChangeAction.UPSERT)
                .resourceRecordSet(after ->
                        after.name(Route53Text.name(set.question().owner()))
                                .type(Type.string(set.question().type()))
                                .ttl(set.ttl())
                                .resourceRecords(values))
                .build();
    }

    /** This Route53, waited for until INSYNC. */
    Route53Location at(Optional<String> hostedZoneId, boolean privateZone) {
        return new Route53Location(
                hostedZoneId, Optional.empty(), Optional.of(route53.endpoint()), privateZone);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration time) {
        now = now.plus(time);
    }

    @Override
    public void close() {
        route53.close();
    }
}
