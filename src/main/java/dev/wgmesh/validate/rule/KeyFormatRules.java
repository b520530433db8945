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
import java.util.List;
import java.util.stream.Stream;

/** Rules about one published key. */
final class KeyFormatRules {
    private KeyFormatRules() {}

    static List<Rule> all() {
        return List.of(
                new K001NotBase64(),
                new K002WrongLength(),
                new K003NotCanonical(),
                new K004AllZero(),
                new K005LowOrder(),
                new K006Coordinate());
    }

    /** A key that is not base64. */
    static final class K001NotBase64 implements Rule {
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

    /** A key of another length than 32 bytes. */
    static final class K002WrongLength implements Rule {
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

    /** A key written in a way that wg refuses. */
    static final class K003NotCanonical implements Rule {
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

    /** The key that is none. */
    static final class K004AllZero implements Rule {
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

    /** A key whose shared secret anybody knows. */
    static final class K005LowOrder implements Rule {
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
                            record.good()
                                    .filter(key -> key.isLowOrder() && !key.isZero())
                                    .isPresent())
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

    /** A key that has two spellings. */
    static final class K006Coordinate implements Rule {
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
                                    .filter(key ->
                                            !key.isCanonicalCoordinate() && !key.isLowOrder())
                                    .isPresent())
                    .map(record ->
                            finding(
                                    record.spot(),
                                    "the key's number is not below 2^255 - 19, as wg pubkey would print it",
                                    "publish what wg pubkey prints on " + record.host()));
        }
    }
}
