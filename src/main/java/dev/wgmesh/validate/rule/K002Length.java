package dev.wgmesh.validate.rule;

import dev.wgmesh.keys.KeyFault;
import dev.wgmesh.keys.ParsedKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** A key of another length than 32 bytes. */
final class K002Length implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "K002",
                Level.ERROR,
                "key is not 32 bytes",
                "It is no key, often one that was cut off when it was copied: the member is "
                        + "nobody's peer.",
                "RFC 7748, section 5");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.keys().stream()
                .flatMap(record ->
                        record.key()
                                                instanceof
                                                ParsedKey.Bad<PublicKey>(
                                                        KeyFault fault,
                                                        String detail)
                                        && fault == KeyFault.WRONG_LENGTH
                                ? Stream.of(
                                        finding(
                                                record.spot(),
                                                "the key " + detail,
                                                "publish what wg pubkey prints on "
                                                        + record.host()
                                                        + ", 44 characters"))
                                : Stream.empty());
    }
}
