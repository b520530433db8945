package dev.wgmesh.validate.rule;

import dev.wgmesh.keys.KeyFault;
import dev.wgmesh.keys.ParsedKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.Base64;
import java.util.stream.Stream;

/** A key written in a way that wg refuses. */
final class K003Canonical implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "K003",
                Level.ERROR,
                "non-canonical base64",
                "The last character has bits that mean nothing; wg refuses such a key, "
                        + "other readers take it, and so members disagree.",
                "RFC 4648, section 3.5");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.keys().stream()
                .filter(record ->
                        record.key() instanceof ParsedKey.Bad<PublicKey>(KeyFault fault, _)
                                && fault == KeyFault.NOT_CANONICAL)
                .map(record ->
                        finding(
                                record.spot(),
                                "the key is not canonical base64; wg refuses it",
                                "the same key as wg writes it: "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        Base64.getDecoder()
                                                                .decode(record.text()))));
    }
}
