package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** A key whose shared secret anybody knows. */
final class K005LowOrder implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "K005",
                Level.ERROR,
                "key is a low order point",
                "Whatever the other key, the shared secret is zero: anybody can be this "
                        + "peer, and WireGuard refuses it.",
                "RFC 7748, section 6.1");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.keys().stream()
                .filter(record ->
                        record.good().filter(key -> key.isLowOrder() && !key.isZero()).isPresent())
                .map(record ->
                        finding(
                                record.spot(),
                                "the key is a point of low order, which nobody made by wg genkey",
                                "make another on "
                                        + record.host()
                                        + ": wg-mesh keygen --out FILE"
                                        + ", and publish its public key"));
    }
}
