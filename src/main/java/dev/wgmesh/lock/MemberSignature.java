package dev.wgmesh.lock;

import dev.wgmesh.keys.SigningKey;
import dev.wgmesh.keys.VerifyKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signature over the records of a member: a TXT record at {@code _sig._wireguard.HOST}, {@code
 * v=1 signer=ID exp=TIME sig=BASE64}.
 *
 * @param signer id of the key, as {@link VerifyKey#id}
 * @param expires when it ceases to be valid, in whole seconds
 * @param base64 its 64 bytes (RFC 4648, section 4)
 */
public record MemberSignature(String signer, Instant expires, String base64) {
    private static final Pattern TEXT =
            Pattern.compile(
                    "v=1 signer=([0-9a-f]{16}) exp=([0-9]{8}T[0-9]{6}Z) sig=([A-Za-z0-9+/]{86}==)");

    /** Characters of the text of every signature. */
    private static final int LENGTH = 141;

    /** Cuts the time to whole seconds. */
    public MemberSignature {
        expires = expires.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Returns the signature in a text; empty for any other text, which is untrusted. */
    public static Optional<MemberSignature> parse(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        Matcher fields = TEXT.matcher(text);
        if (!fields.matches() || !isCanonical(fields.group(3))) {
            return Optional.empty();
        }
        return SignatureTime.parse(fields.group(2))
                .map(expires -> new MemberSignature(fields.group(1), expires, fields.group(3)));
    }

    /** Returns the signatures among texts, in their order; other texts are left out. */
    public static List<MemberSignature> parseAll(Collection<String> texts) {
        return texts.stream().flatMap(text -> parse(text).stream()).toList();
    }

    private static boolean isCanonical(String base64) {
        return Base64.getEncoder()
                .encodeToString(Base64.getDecoder().decode(base64))
                .equals(base64);
    }

    /** Signs records. */
    public static MemberSignature sign(SignedRecords records, Instant expires, SigningKey key) {
        byte[] signature = key.sign(records.text(expires));
        return new MemberSignature(
                key.verifyKey().id(), expires, Base64.getEncoder().encodeToString(signature));
    }

    /**
     * Returns the end of a new signature: as asked for, or a second after the latest one before, as
     * nodes refuse a signature that ends earlier than one they have accepted.
     */
    public static Instant end(Instant expires, Collection<MemberSignature> before) {
        return before.stream()
                .map(signature -> signature.expires().plusSeconds(1))
                .max(Comparator.naturalOrder())
                .filter(expires::isBefore)
                .orElse(expires)
                .truncatedTo(ChronoUnit.SECONDS);
    }

    /** Returns whether the key made the signature over these records; says nothing of its time. */
    public boolean isOf(SignedRecords records, VerifyKey key) {
        return key.verifies(records.text(expires), Base64.getDecoder().decode(base64));
    }

    /** Returns the text of the TXT record. */
    public String text() {
        return "v=1 signer=" + signer + " exp=" + SignatureTime.text(expires) + " sig=" + base64;
    }

    @Override
    public String toString() {
        return text();
    }
}
