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

/** A key that is not base64. */
final class K001NotBase64 implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "K001",
                Level.ERROR,
                "key is not base64",
                "It is no key: the member is nobody's peer.",
                "RFC 4648, section 4");
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
                                        && fault == KeyFault.NOT_BASE64
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
