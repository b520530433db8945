package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** A key that has two spellings. */
final class K006Coordinate implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "K006",
                Level.WARNING,
                "non-canonical or high-bit u-coordinate",
                "It was not made by wg pubkey, and the same point has another spelling: "
                        + "peers that compare keys as text take it for somebody else.",
                "RFC 7748, section 5");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.keys().stream()
                .filter(record ->
                        record.good()
                                .filter(key -> !key.isCanonicalCoordinate() && !key.isLowOrder())
                                .isPresent())
                .map(record ->
                        finding(
                                record.spot(),
                                "the key's number is not below 2^255 - 19, as wg pubkey would print it",
                                "publish what wg pubkey prints on " + record.host()));
    }
}
