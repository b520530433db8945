package dev.wgmesh.testing.route53;

import com.sun.net.httpserver.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** The form and time of a request's signature (SigV4); whose secret made it is not checked. */
final class Signature {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private static final Pattern FORM =
            Pattern.compile(
                    "AWS4-HMAC-SHA256 Credential=[^/]+/[0-9]{8}/([^/]+)/route53/aws4_request, ?"
                            + "SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, ?Signature=[0-9a-f]{64}");

    private Signature() {}

    static void require(Headers headers, Instant now) throws ApiError {
        String authorization =
                Optional.ofNullable(headers.getFirst("Authorization"))
                        .orElseThrow(() ->
                                new ApiError(
                                        403,
                                        "MissingAuthenticationToken",
                                        "Missing Authentication Token"));
        var form = FORM.matcher(authorization);
        String time = Optional.ofNullable(headers.getFirst("X-Amz-Date")).orElse("");
        if (!form.matches() || time.isEmpty()) {
            throw new ApiError(403, "IncompleteSignature", authorization);
        }
        if (!form.group(1).equals("us-east-1")) {
            throw new ApiError(
                    403,
                    "SignatureDoesNotMatch",
                    "Credential should be scoped to a valid region, not '" + form.group(1) + "'.");
        }
        Instant signed = LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC);
        if (signed.isBefore(now.minus(TOLERANCE))) {
            throw new ApiError(
                    403,
                    "SignatureDoesNotMatch",
                    "Signature expired: "
                            + time
                            + " is now earlier than "
                            + text(now.minus(TOLERANCE))
                            + " ("
                            + text(now)
                            + " - 5 min.)");
        }
    }

    private static String text(Instant time) {
        return TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
