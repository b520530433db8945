package dev.wgmesh.provider;

import dev.wgmesh.testing.route53.Behaviour;
import dev.wgmesh.testing.route53.Route53Double;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A Route53 in this process whose zone Z1 is the contract's, and time that is never waited for. */
final class Cloud implements AutoCloseable, InstantSource, Pace.Pause {
    static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret"));

    private final Route53Double route53;
    private Instant now = Instant.parse("2026-03-04T05:06:07Z");

    private Cloud(Behaviour behaviour) throws IOException {
        route53 = Route53Double.start(behaviour, this);
    }

    static Cloud hosting(String text, Behaviour behaviour) throws IOException {
        var cloud = new Cloud(behaviour);
        var zone = ZoneText.read("test.zone", _ -> text, Optional.empty()).contents();
        cloud.route53.host("Z1", zone);
        return cloud;
    }

    static Cloud hosting(Behaviour behaviour) throws IOException {
        return hosting(ZoneProviderContract.ZONE, behaviour);
    }

    Route53Double route53() {
        return route53;
    }

    /** The place that holds {@code _p2p.example.com}. */
    ZoneProvider place() {
        return place(at(Optional.empty(), false));
    }

    ZoneProvider place(Route53Place place) {
        return place(place, CREDENTIALS);
    }

    ZoneProvider place(Route53Place place, AwsCredentialsProvider credentials) {
        var pace = new Pace(this, new Random(1), this);
        return Route53Provider.open(
                place, Question.name("_p2p.example.com"), credentials, pace, this);
    }

    /** This Route53, waited for until INSYNC. */
    Route53Place at(Optional<String> hostedZoneId, boolean privateZone) {
        return new Route53Place(
                hostedZoneId, Optional.empty(), Optional.of(route53.endpoint()), privateZone, true);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public void close() {
        route53.close();
    }
}
