package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** The key that is none. */
final class K004Zero implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "K004",
                Level.ERROR,
                "key is all zero",
                "WireGuard takes 32 zero bytes for \"no key\": a placeholder that was never "
                        + "replaced.",
                "RFC 7748, section 6.1");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.keys().stream()
                .filter(record -> record.good().filter(key -> key.isZero()).isPresent())
                .map(record ->
                        finding(
                                record.spot(),
                                "the key is all zero",
                                "make another on "
                                        + record.host()
                                        + ": wg-mesh keygen --out FILE"
                                        + ", and publish its public key"));
    }
}
