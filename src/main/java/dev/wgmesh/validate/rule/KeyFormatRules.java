package dev.wgmesh.validate.rule;

import dev.wgmesh.keys.KeyFault;
import dev.wgmesh.keys.KeyParseResult;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.KeyRecord;
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

    /** Returns a finding of the rule for each text that the fault keeps from being a key. */
    private static Stream<Finding> notKeys(Rule rule, ValidationContext in, KeyFault fault) {
        return in.keys().stream()
                .flatMap(record ->
                        record.key()
                                                instanceof
                                                KeyParseResult.Invalid<PublicKey>(
                                                        KeyFault found,
                                                        String detail)
                                        && found == fault
                                ? Stream.of(
                                        rule.finding(
                                                FindingLocation.of(record),
                                                "the key " + detail,
                                                "publish the 44 characters that wg pubkey prints "
                                                        + "on "
                                                        + record.host()))
                                : Stream.empty());
    }

    /** Returns the fix of a finding about a key that its host must replace. */
    static String newKey(KeyRecord record) {
        return "create a key on "
                + record.host()
                + " (wg-mesh keygen --out FILE) and publish its public key";
    }

    /** A key that is not base64. */
    static final class K001NotBase64 implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "K001",
                    Level.ERROR,
                    "key is not base64",
                    "The text is not a key: no other member can configure this peer.",
                    "RFC 4648, section 4");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return notKeys(this, in, KeyFault.NOT_BASE64);
        }
    }

    /** A key of another length than 32 bytes. */
    static final class K002WrongLength implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "K002",
                    Level.ERROR,
                    "key is not 32 bytes",
                    "The key was probably cut off when it was copied: no other member can "
                            + "configure this peer.",
                    "RFC 7748, section 5");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return notKeys(this, in, KeyFault.WRONG_LENGTH);
        }
    }

    /** A key in a base64 form that wg refuses. */
    static final class K003NotCanonical implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "K003",
                    Level.ERROR,
                    "non-canonical base64",
                    "The last character has unused bits that are not zero. wg refuses such a key "
                            + "and other readers accept it, so members disagree.",
                    "RFC 4648, section 3.5");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.keys().stream()
                    .filter(record ->
                            record.key()
                                            instanceof
                                            KeyParseResult.Invalid<PublicKey>(KeyFault fault, _)
                                    && fault == KeyFault.NOT_CANONICAL)
                    .map(record ->
                            finding(
                                    FindingLocation.of(record),
                                    "the key is not canonical base64, and wg refuses it",
                                    "publish the canonical form of this key: "
                                            + Base64.getEncoder()
                                                    .encodeToString(
                                                            Base64.getDecoder()
                                                                    .decode(record.text()))));
        }
    }

    /** The key of 32 zero bytes. */
    static final class K004AllZero implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "K004",
                    Level.ERROR,
                    "key is all zero",
                    "WireGuard reads 32 zero bytes as \"no key\": this is a placeholder that was "
                            + "never replaced.",
                    "RFC 7748, section 6.1");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.keys().stream()
                    .filter(record -> record.validKey().filter(key -> key.isZero()).isPresent())
                    .map(record ->
                            finding(
                                    FindingLocation.of(record),
                                    "the key is all zero",
                                    newKey(record)));
        }
    }

    /** A key that makes the shared secret zero. */
    static final class K005LowOrder implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "K005",
                    Level.ERROR,
                    "key is a low order point",
                    "The shared secret is zero whatever the other key is: anybody can impersonate "
                            + "this peer, and WireGuard refuses the handshake.",
                    "RFC 7748, section 6.1");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.keys().stream()
                    .filter(record ->
                            record.validKey()
                                    .filter(key -> key.isLowOrder() && !key.isZero())
                                    .isPresent())
                    .map(record ->
                            finding(
                                    FindingLocation.of(record),
                                    "the key is a point of low order, which wg genkey never "
                                            + "creates",
                                    newKey(record)));
        }
    }

    /** A key with a second spelling. */
    static final class K006Coordinate implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "K006",
                    Level.WARNING,
                    "non-canonical or high-bit u-coordinate",
                    "wg pubkey does not print such a key. The same point has a second spelling, "
                            + "and readers that compare keys as text see two peers.",
                    "RFC 7748, section 5");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.keys().stream()
                    .filter(record ->
                            record.validKey()
                                    .filter(key ->
                                            !key.isCanonicalCoordinate() && !key.isLowOrder())
                                    .isPresent())
                    .map(record ->
                            finding(
                                    FindingLocation.of(record),
                                    "the u-coordinate of the key is not below 2^255 - 19",
                                    "publish the key that wg pubkey prints on " + record.host()));
        }
    }
}
