package dev.wgmesh.validate.rule;

import dev.wgmesh.keys.ParsedKey;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.KeyRecord;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A private key that everybody can read. */
final class K009Private implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "K009",
                Level.ERROR,
                "a private key is published",
                "Whoever read it can be that member and read what was sent to it.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        List<KeyRecord> records = in.keys();
        var holders = new HashMap<PublicKey, HostName>();
        records.forEach(
                record -> record.good().ifPresent(key -> holders.putIfAbsent(key, record.host())));
        return records.stream()
                .flatMap(record ->
                        published(record).stream()
                                .flatMap(key -> {
                                    if (holders.containsKey(key)) {
                                        return Stream.of(
                                                "the private key of "
                                                        + holders.get(key)
                                                        + " stands here");
                                    }
                                    return in.request().localKeys().contains(key)
                                            ? Stream.of("a private key of this machine stands here")
                                            : Stream.empty();
                                })
                                .map(what ->
                                        finding(
                                                record.spot(),
                                                what,
                                                "take it out now, make a new key (wg-mesh keygen) and publish only its public key")));
    }

    /** The public key of the text, if the text is a private one. */
    private static Optional<PublicKey> published(KeyRecord record) {
        return PrivateKey.read(record.text()) instanceof ParsedKey.Good<PrivateKey>(PrivateKey key)
                ? Optional.of(key.publicKey())
                : Optional.empty();
    }
}
