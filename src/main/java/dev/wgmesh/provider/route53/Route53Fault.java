package dev.wgmesh.provider.route53;

import dev.wgmesh.problem.Problem;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;

/** A failed call of Route53: what the failure means for the call, and its message. */
record Route53Fault(Kind kind, Problem problem) {
    /** What is known of the call. */
    enum Kind {
        /** Turned away for now: nothing was done. */
        THROTTLED,
        /** Never sent: nothing was done. */
        NOT_SENT,
        /** No reply, or one that says nothing: it may have been done. */
        NO_REPLY,
        /** The batch does not fit the zone: nothing was done. */
        INVALID,
        /** Names a zone or change that is not there. */
        NOT_FOUND,
        /** Turned away for good: nothing was done. */
        REFUSED
    }

    private static final Set<String> BUSY =
            Set.of(
                    "PriorRequestNotComplete",
                    "Throttling",
                    "ThrottlingException",
                    "RequestLimitExceeded",
                    "TooManyRequestsException");

    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");

    private static final Set<String> DENIED =
            Set.of("AccessDenied", "AccessDeniedException", "NotAuthorizedException");

    private static final Set<String> NOBODY =
            Set.of(
                    "InvalidClientTokenId",
                    "UnrecognizedClientException",
                    "InvalidAccessKeyId",
                    "MissingAuthenticationToken",
                    "IncompleteSignature");

    private static final String NETWORK =
            "check the network, the proxy (HTTPS_PROXY) and the endpoint";

    /**
     * Returns the fault that an exception means.
     *
     * @param where what the call was about
     * @param action as IAM names it: {@code route53:GetChange}
     */
    static Route53Fault of(SdkException e, String where, String action) {
        return e instanceof AwsServiceException said
                ? ofService(said, where, action)
                : ofConnection(e, where);
    }

    private static Route53Fault ofService(AwsServiceException e, String where, String action) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(e.awsErrorDetails());
        String code = details.map(AwsErrorDetails::errorCode).orElse("");
        String message = details.map(AwsErrorDetails::errorMessage).orElse("");
        if (e instanceof InvalidChangeBatchException invalid) {
            return of(
                    Kind.INVALID,
                    where,
                    "Route53 rejects the change: " + messages(invalid, message),
                    "");
        }
        if (BUSY.contains(code)) {
            return of(
                    Kind.THROTTLED,
                    where,
                    "Route53 is too busy: " + code + ": " + message,
                    "run the same command again later; other programs of the account may be"
                            + " using up its five"
                            + " requests a second");
        }
        if (e.statusCode() >= 500) {
            return of(
                    Kind.NO_REPLY,
                    where,
                    "Route53 failed: " + e.statusCode() + " " + code + ": " + message,
                    "run the same command again later");
        }
        if (code.startsWith("NoSuch")) {
            return of(
                    Kind.NOT_FOUND,
                    where,
                    "Route53 does not know the zone or the change: " + message,
                    "list the zones of these credentials: aws route53 list-hosted-zones");
        }
        return refused(where, action, code, message);
    }

    private static Route53Fault refused(String where, String action, String code, String message) {
        if (DENIED.contains(code)) {
            return of(
                    Kind.REFUSED,
                    where,
                    "access denied: " + message,
                    "allow these credentials " + action + ", or use others: --profile NAME");
        }
        if (EXPIRED.contains(code)) {
            return of(
                    Kind.REFUSED,
                    where,
                    "the AWS credentials have expired: " + message,
                    "get new credentials, for example with: aws sso login");
        }
        if (NOBODY.contains(code)) {
            return of(
                    Kind.REFUSED,
                    where,
                    "AWS does not know the credentials: " + message,
                    "check AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, or name others:"
                            + " --profile NAME");
        }
        if (code.equals("SignatureDoesNotMatch") || code.equals("RequestTimeTooSkewed")) {
            return of(Kind.REFUSED, where, "AWS rejects the signature: " + message, fix(message));
        }
        return of(Kind.REFUSED, where, "Route53 answered " + code + ": " + message, "");
    }

    /** Returns the fix of a bad signature, whose text says if clock, region or secret is wrong. */
    private static String fix(String message) {
        if (message.contains("Signature expired") || message.contains("not yet current")) {
            return "set this machine's clock";
        }
        if (message.contains("region")) {
            return "use the endpoint of Route53, which is signed for us-east-1, or a profile of its"
                    + " partition";
        }
        return "check AWS_SECRET_ACCESS_KEY, or name other credentials: --profile NAME";
    }

    private static Route53Fault ofConnection(SdkException e, String where) {
        for (Throwable cause : causes(e)) {
            switch (cause) {
                case UnknownHostException unknown -> {
                    return of(
                            Kind.NOT_SENT,
                            where,
                            "the name " + unknown.getMessage() + " cannot be looked up",
                            NETWORK);
                }
                case ConnectException _, NoRouteToHostException _ -> {
                    return of(
                            Kind.NOT_SENT,
                            where,
                            "cannot connect to Route53: " + cause.getMessage(),
                            NETWORK);
                }
                case SSLException _ -> {
                    return of(
                            Kind.NO_REPLY,
                            where,
                            "no safe connection to Route53: " + cause.getMessage(),
                            NETWORK);
                }
                case SocketTimeoutException _ -> {
                    return of(Kind.NO_REPLY, where, "Route53 sent no reply in time", NETWORK);
                }
                default -> {}
            }
        }
        Throwable last = causes(e).getLast();
        return of(Kind.NO_REPLY, where, "Route53's reply was lost: " + last.getMessage(), NETWORK);
    }

    private static String messages(InvalidChangeBatchException e, String message) {
        return e.hasMessages() && !e.messages().isEmpty()
                ? String.join("; ", e.messages())
                : message;
    }

    private static List<Throwable> causes(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause).limit(10).toList();
    }

    private static Route53Fault of(Kind meaning, String where, String what, String fix) {
        return new Route53Fault(meaning, new Problem(where, what, fix));
    }
}
