package dev.wgmesh.provider.route53;

import java.net.URI;
import java.util.Optional;

/**
 * How Route53 is reached, and which of its zones is meant.
 *
 * @param hostedZoneId of the zone; empty: the one with the longest apex above the name
 * @param profile of the credentials; empty: the default chain
 * @param endpoint another one than Amazon's own; empty: that
 * @param privateZone whether private zones are looked at, instead of public ones
 * @param waitUntilInSync whether a commit is waited for until every server has it (INSYNC)
 */
public record Route53Location(
        Optional<String> hostedZoneId,
        Optional<String> profile,
        Optional<URI> endpoint,
        boolean privateZone,
        boolean waitUntilInSync) {}
