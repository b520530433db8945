package dev.wgmesh.provider.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.route53.Behaviour;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The messages for errors of Route53 and its credentials. */
class Route53FaultTest {
    @TempDir Path folder;
    private FakeRoute53Zone cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = FakeRoute53Zone.hosting(Behaviour.QUICK);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private String unreadable(int status, String code, String message) {
        cloud.route53().refuse(status, code, message);
        return unreadable();
    }

    private String unreadable() {
        var failure = assertThrows(Failure.class, cloud::place);
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        return String.valueOf(failure.getMessage());
    }

    @Test
    void access_denied() {
        assertEquals(
                "Route53: access denied: User: arn:aws:iam::1:user/x is not authorized to perform:"
                        + " route53:ListHostedZones; allow these credentials"
                        + " route53:ListHostedZones, or use others: --profile NAME",
                unreadable(
                        403,
                        "AccessDenied",
                        "User: arn:aws:iam::1:user/x is not authorized to perform:"
                                + " route53:ListHostedZones"));
    }

    @Test
    void expired_token() {
        assertEquals(
                "Route53: the AWS credentials have expired: The security token included in the"
                        + " request is expired; get new credentials, for example with: aws"
                        + " sso login",
                unreadable(
                        403,
                        "ExpiredToken",
                        "The security token included in the request is expired"));
    }

    @Test
    void unknown_key() {
        assertEquals(
                "Route53: AWS does not know the credentials: The security token included in the"
                        + " request is invalid.; check AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, or"
                        + " name others: --profile NAME",
                unreadable(
                        403,
                        "InvalidClientTokenId",
                        "The security token included in the request is invalid."));
    }

    @Test
    void wrong_secret() {
        assertEquals(
                "Route53: AWS rejects the signature: The request signature we calculated does not"
                        + " match the signature you provided.; check AWS_SECRET_ACCESS_KEY, or name"
                        + " other credentials: --profile NAME",
                unreadable(
                        403,
                        "SignatureDoesNotMatch",
                        "The request signature we calculated does not match the signature you"
                                + " provided."));
    }

    @Test
    void wrong_region() {
        assertEquals(
                "Route53: AWS rejects the signature: Credential should be scoped to a valid region,"
                        + " not 'us-east-1'.; use the endpoint of Route53, which is signed for"
                        + " us-east-1, or a profile of its partition",
                unreadable(
                        403,
                        "SignatureDoesNotMatch",
                        "Credential should be scoped to a valid region, not 'us-east-1'."));
    }

    @Test
    void clocks_ten_minutes_apart() {
        cloud.route53().clockAhead(Duration.ofMinutes(10));
        String told = unreadable();
        assertTrue(
                told.matches(
                        "Route53: AWS rejects the signature: Signature expired: [0-9TZ]+ is now"
                                + " earlier than [0-9TZ]+ \\([0-9TZ]+ - 5 min\\.\\); set this"
                                + " machine's clock"),
                told);
    }

    @Test
    void what_is_not_known_is_reported_in_its_own_words() {
        assertEquals(
                "Route53: Route53 answered InvalidInput: no such page",
                unreadable(400, "InvalidInput", "no such page"));
    }

    @Test
    void a_failing_service_is_asked_again_and_then_reported() {
        cloud.route53().refuse(503, "ServiceUnavailable", "later");
        assertEquals("Route53 zone Z1 (example.com)", cloud.place().description());
        for (int i = 0; i < 4; i++) {
            cloud.route53().refuse(503, "ServiceUnavailable", "later");
        }
        assertEquals(
                "Route53: Route53 failed: 503 ServiceUnavailable: later; run the same command again later",
                unreadable());
    }

    @Test
    void nobody_listens() throws IOException {
        URI closed;
        try (var socket = new ServerSocket(0)) {
            closed = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        assertEquals(
                "Route53: cannot connect to Route53: Connection refused; check the network, the"
                        + " proxy (HTTPS_PROXY) and the endpoint",
                assertThrows(Failure.class, () -> cloud.place(at(closed))).getMessage());
    }

    @Test
    void no_such_name() {
        var cause = new UnknownHostException("route53.amazonaws.com");
        var fault = Route53Fault.of(SdkClientException.create("x", cause), "Route53", "route53:X");
        assertEquals(Route53Fault.Kind.NOT_SENT, fault.kind());
        assertEquals(
                "Route53: the name route53.amazonaws.com cannot be looked up; check the network,"
                        + " the proxy (HTTPS_PROXY) and the endpoint",
                fault.problem().toString());
    }

    @Test
    void an_endpoint_that_is_not_an_address() {
        for (String text : List.of("localhost:4566", "http://256.0.0.1", "ftp://127.0.0.1")) {
            var failure = assertThrows(Failure.class, () -> cloud.place(at(URI.create(text))));
            assertEquals(Failure.Kind.INPUT, failure.kind());
            assertEquals(
                    text + ": is not an HTTP address; write https://HOST or http://HOST:PORT",
                    failure.getMessage());
        }
    }

    private static Route53Location at(URI endpoint) {
        return new Route53Location(
                Optional.empty(), Optional.empty(), Optional.of(endpoint), false);
    }

    private String withoutCredentials(String why) {
        var failure =
                assertThrows(
                        Failure.class,
                        () ->
                                cloud.place(
                                        cloud.at(Optional.empty(), false),
                                        true,
                                        () -> {
                                            throw SdkClientException.create(why);
                                        }));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals(List.of(), cloud.route53().calls());
        return String.valueOf(failure.getMessage());
    }

    @Test
    void no_credentials() {
        String fix =
                "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, run aws configure, or name a"
                        + " profile: --profile NAME";
        assertEquals(
                "Route53: no AWS credentials were found" + fix,
                withoutCredentials(
                        "Unable to load credentials from any of the providers in the chain"
                                + " AwsCredentialsProviderChain(credentialsProviders=[A(), B()])"));
        assertEquals(
                "Route53: no AWS credentials were found: Profile file contained no credentials"
                        + fix,
                withoutCredentials("Profile file contained no credentials"));
    }

    @Test
    void a_profile_that_signs_in_by_sso() {
        assertEquals(
                "Route53: the AWS profile signs in by SSO or assumes a role, which requires"
                        + " the AWS command line; eval \"$(aws configure export-credentials"
                        + " --format"
                        + " env)\", with its --profile NAME, and then run this without --profile",
                withoutCredentials(
                        "To use Sso related properties in the 'x' profile, the 'sso' service module"
                                + " must be on the class path."));
    }

    @Test
    void a_sign_in_that_has_expired() {
        assertEquals(
                "Route53: the AWS credentials have expired: Token is expired; get new"
                        + " credentials, for example with: aws sso login",
                withoutCredentials("Token is expired"));
    }

    @Test
    void a_profile_is_one_of_the_aws_command_lines() throws IOException {
        Path file = folder.resolve("credentials");
        Files.writeString(
                file, "[office]\naws_access_key_id = AKIDOFFICE\naws_secret_access_key = s\n");
        with(
                Map.of(
                        "aws.sharedCredentialsFile",
                        file.toString(),
                        "aws.configFile",
                        folder.resolve("none").toString()),
                () -> {
                    assertEquals(
                            "AKIDOFFICE",
                            Route53Access.credentials(Optional.of("office"))
                                    .resolveCredentials()
                                    .accessKeyId());
                    assertEquals(
                            "--profile offcie: is not a profile of the AWS command line; did"
                                    + " you mean"
                                    + " office?",
                            input("offcie"));
                    assertEquals(
                            "--profile home: is not a profile of the AWS command line; list"
                                    + " the profiles: aws configure list-profiles",
                            input("home"));
                });
    }

    private static String input(String profile) {
        var failure =
                assertThrows(Failure.class, () -> Route53Access.credentials(Optional.of(profile)));
        assertEquals(Failure.Kind.INPUT, failure.kind());
        return String.valueOf(failure.getMessage());
    }

    @Test
    void without_an_endpoint_the_one_of_the_aws_configuration_is_asked() {
        var anywhere =
                new Route53Location(Optional.empty(), Optional.empty(), Optional.empty(), false);
        with(
                Map.of("aws.endpointUrlRoute53", cloud.route53().endpoint().toString()),
                () ->
                        assertEquals(
                                "Route53 zone Z1 (example.com)",
                                cloud.place(anywhere).description()));
    }

    private static void with(Map<String, String> properties, Runnable test) {
        properties.forEach(System::setProperty);
        try {
            test.run();
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }
}
