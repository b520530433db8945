package dev.wgmesh.provider.route53;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.SpellingSuggestion;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.route53.Route53Client;

/** How Route53 is reached: whose credentials sign, and over which connection. */
final class Route53Access {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration REPLY = Duration.ofSeconds(20);

    /** A reply may come octet by octet: each within the time-out of the socket, and without end. */
    private static final Duration WHOLE_REPLY = Duration.ofSeconds(60);

    private Route53Access() {}

    /**
     * Returns the credentials of the profile; without one those of Amazon's default chain:
     * variables of the environment, the files of the AWS command line, the machine's role.
     *
     * @throws Failure INPUT for a profile that is not there
     */
    static AwsCredentialsProvider credentials(Optional<String> profile) {
        if (profile.isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        String name = profile.get();
        var known = ProfileFile.defaultProfileFile().profiles().keySet();
        if (!known.contains(name)) {
            throw Failure.input(
                    "--profile " + name,
                    "is not a profile of the AWS command line",
                    SpellingSuggestion.of(name, known)
                            .map(near -> "did you mean " + near + "?")
                            .orElse("list the profiles: aws configure list-profiles"));
        }
        return ProfileCredentialsProvider.create(name);
    }

    /**
     * Returns a client with these credentials, which are asked for at once.
     *
     * <p>It tries nothing again by itself: what may be tried again, and how often, depends on
     * whether the zone was changed, which only {@link Route53Commit} finds out; and each try takes
     * its turn in {@link RateLimit}.
     *
     * @param hosts gets the host of each request before it is sent
     * @throws Failure UNREADABLE without credentials; INPUT for an endpoint that is not a URL of a
     *     server, REFUSED for http to another machine
     */
    static Route53Client client(
            Route53Location place, AwsCredentialsProvider credentials, Consumer<String> hosts) {
        place.endpoint().ifPresent(Route53Access::requireAddress);
        requireCredentials(credentials);
        var client =
                Route53Client.builder()
                        .region(Region.US_EAST_1)
                        .credentialsProvider(credentials)
                        .httpClient(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT)
                                        .socketTimeout(REPLY)
                                        .build())
                        .overrideConfiguration(c -> {
                            c.retryStrategy(DefaultRetryStrategy.doNotRetry());
                            c.addExecutionInterceptor(new HostLog(hosts));
                            c.addExecutionInterceptor(ReplyLimit.ofProcess());
                            c.apiCallTimeout(WHOLE_REPLY);
                            place.profile().ifPresent(c::defaultProfileName);
                        });
        place.endpoint().ifPresent(client::endpointOverride);
        return client.build();
    }

    /** Passes on the host of each request. */
    private record HostLog(Consumer<String> hosts) implements ExecutionInterceptor {
        @Override
        public void beforeTransmission(
                Context.BeforeTransmission context, ExecutionAttributes attributes) {
            hosts.accept(context.httpRequest().host());
        }
    }

    private static void requireAddress(URI endpoint) {
        boolean web = "https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme());
        if (!web || endpoint.getHost() == null) {
            throw Failure.input(
                    endpoint.toString(),
                    "is not an HTTP address",
                    "write https://HOST or http://HOST:PORT");
        }
        if ("http".equals(endpoint.getScheme()) && !isLoopback(endpoint.getHost())) {
            throw Failure.refused(
                    endpoint.toString(),
                    "requests to it would not be encrypted, nor the server be authenticated",
                    "use https; http is for this machine only, as http://127.0.0.1:PORT");
        }
    }

    /** Returns whether a host of a URL, which has IPv6 addresses in brackets, is this machine. */
    private static boolean isLoopback(String host) {
        String address = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return host.equals("localhost")
                || IpAddress.parse(address)
                        .filter(parsed -> parsed.scope() == AddressScope.LOOPBACK)
                        .isPresent();
    }

    private static void requireCredentials(AwsCredentialsProvider credentials) {
        try {
            credentials.resolveCredentials();
        } catch (SdkException e) {
            throw noCredentials(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns the failure with its cause: the text of the chain names each provider, and buries it.
     */
    private static Failure noCredentials(String why) {
        if (why.contains("service module")) {
            return Failure.unreadable(
                    "Route53",
                    "the AWS profile signs in by SSO or assumes a role, which requires the"
                            + " AWS command line",
                    "eval \"$(aws configure export-credentials --format env)\", with its --profile"
                            + " NAME, and then run this without --profile");
        }
        String reason = why.contains("ProviderChain(") ? "" : ": " + why;
        if (why.contains("xpired")) {
            return Failure.unreadable(
                    "Route53",
                    "the AWS credentials have expired" + reason,
                    "get new credentials, for example with: aws sso login");
        }
        return Failure.unreadable(
                "Route53",
                "no AWS credentials were found" + reason,
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, run aws configure, or name a"
                        + " profile: --profile NAME");
    }
}
