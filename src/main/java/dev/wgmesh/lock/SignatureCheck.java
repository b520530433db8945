package dev.wgmesh.lock;

import dev.wgmesh.keys.VerifyKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The check of one signature text of a member.
 *
 * @param signature empty where the text is not a signature
 */
public record SignatureCheck(Optional<MemberSignature> signature, Verdict verdict) {
    /** Signatures of one signer that are verified for a member: more would be a flood. */
    private static final int MOST_OF_SIGNER = 4;

    /** Days ahead that a signature may end: a stolen key cannot sign for longer. */
    public static final int MAX_DAYS = 400;

    /** What a check found. */
    public enum Verdict {
        /** It is of a signer of the lock over the records as they are now. */
        VALID("valid"),
        /** The text is not a signature. */
        UNREADABLE("unreadable"),
        /** Its signer is none of the lock. */
        UNKNOWN_SIGNER("of a signer that the lock does not have"),
        /** Its time is over. */
        EXPIRED("expired"),
        /** It ends too far in the future: nobody could take it back. */
        TOO_LONG("valid for more than " + MAX_DAYS + " days"),
        /** It is over other records than those of the member now. */
        MISMATCH("over other records than the present ones"),
        /** It is not verified: its signer has many signatures here that end later. */
        SURPLUS("one of too many of its signer");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** Returns the text for messages. */
        public String text() {
            return text;
        }
    }

    /**
     * Returns the check of each text: those of one signer latest first, then the unreadable.
     *
     * @param records of the member; empty: unknown, so that nothing can match them
     */
    static List<SignatureCheck> of(
            List<String> texts,
            Optional<SignedRecords> records,
            Map<String, VerifyKey> signers,
            Instant now) {
        var checks = new ArrayList<SignatureCheck>();
        var read = new ArrayList<>(MemberSignature.parseAll(texts));
        read.sort(
                Comparator.comparing(MemberSignature::signer)
                        .thenComparing(Comparator.comparing(MemberSignature::expires).reversed())
                        .thenComparing(MemberSignature::base64));
        var seen = new HashMap<String, Integer>();
        for (MemberSignature signature : read) {
            int count = seen.merge(signature.signer(), 1, Integer::sum);
            Verdict verdict =
                    count > MOST_OF_SIGNER
                            ? Verdict.SURPLUS
                            : verdict(signature, records, signers, now);
            checks.add(new SignatureCheck(Optional.of(signature), verdict));
        }
        for (int i = read.size(); i < texts.size(); i++) {
            checks.add(new SignatureCheck(Optional.empty(), Verdict.UNREADABLE));
        }
        return List.copyOf(checks);
    }

    /**
     * Returns that a new signature ends too late for every node, as it must end after a published
     * one; empty where nodes accept its end.
     *
     * @param again what to do again, at the end of the fix: {@code run the command again}
     */
    public static Optional<Problem> tooLong(
            HostName host, Collection<MemberSignature> made, Instant now, String again) {
        return made.stream().anyMatch(signature -> isTooLong(signature, now))
                ? Optional.of(
                        new Problem(
                                host.text(),
                                "has a published signature that ends so late that a later one would"
                                        + " be valid for more than "
                                        + MAX_DAYS
                                        + " days",
                                "remove the TXT records at _sig._wireguard."
                                        + host
                                        + " and "
                                        + again))
                : Optional.empty();
    }

    private static boolean isTooLong(MemberSignature signature, Instant now) {
        return signature.expires().isAfter(now.plus(Duration.ofDays(MAX_DAYS)));
    }

    private static Verdict verdict(
            MemberSignature signature,
            Optional<SignedRecords> records,
            Map<String, VerifyKey> signers,
            Instant now) {
        VerifyKey key = signers.get(signature.signer());
        if (key == null) {
            return Verdict.UNKNOWN_SIGNER;
        }
        if (!signature.expires().isAfter(now)) {
            return Verdict.EXPIRED;
        }
        if (isTooLong(signature, now)) {
            return Verdict.TOO_LONG;
        }
        return records.filter(it -> signature.isOf(it, key)).isPresent()
                ? Verdict.VALID
                : Verdict.MISMATCH;
    }
}
