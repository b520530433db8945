package dev.wgmesh.validate.rule;

import dev.wgmesh.lock.LockStatus;
import dev.wgmesh.lock.LockedMesh;
import dev.wgmesh.lock.MemberSignature;
import dev.wgmesh.lock.SignatureCheck;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListedMember;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.SignedMember;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.SignatureRecords;
import dev.wgmesh.zone.ZoneRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules about the signatures of members. */
final class LockRules {
    private static final String DOCS = "docs/records.md";

    private LockRules() {}

    static List<Rule> all() {
        return List.of(
                new L001Unreadable(),
                new L002Ended(),
                new L003Mismatch(),
                new L004UnknownSigner(),
                new L005NotAccepted());
    }

    /** A signature text of a member, and where it is. */
    private record Signed(ListedMember member, ZoneRecord record) {
        Optional<MemberSignature> signature() {
            return MemberSignature.parse(record.text());
        }

        FindingLocation where() {
            return FindingLocation.of(record).withMember(member.name());
        }

        String fix() {
            return LockStatus.fix(member.name());
        }
    }

    private static Stream<Signed> signed(ValidationContext in) {
        return in.signedMembers().stream().flatMap(LockRules::signed);
    }

    private static Stream<Signed> signed(SignedMember member) {
        return RRset.records(member.texts()).map(record -> new Signed(member.member(), record));
    }

    /** Returns the signatures with that verdict of the lock; none without a lock. */
    private static Stream<Signed> withVerdict(
            ValidationContext in, SignatureCheck.Verdict verdict) {
        if (in.request().lock().isEmpty()) {
            return Stream.empty();
        }
        return in.signedMembers().stream()
                .flatMap(member -> {
                    Set<MemberSignature> found =
                            member.status().stream()
                                    .flatMap(status -> status.checks().stream())
                                    .filter(check -> check.verdict() == verdict)
                                    .flatMap(check -> check.signature().stream())
                                    .collect(Collectors.toSet());
                    return signed(member)
                            .filter(it -> it.signature().filter(found::contains).isPresent());
                });
    }

    /** A text that is not a signature. */
    static final class L001Unreadable implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "L001",
                    Level.WARNING,
                    "text that is not a signature",
                    "Nodes with a lock ignore the text.",
                    DOCS);
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return signed(in)
                    .filter(signed -> signed.signature().isEmpty())
                    .map(signed ->
                            finding(
                                    signed.where(),
                                    "the text is not v=1 signer=ID exp=TIME sig=BASE64",
                                    "remove the record, or " + signed.fix()));
        }
    }

    /** A signature that has ended, or ends soon. */
    static final class L002Ended implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "L002",
                    Level.WARNING,
                    "signature that has ended, or ends within 7 days",
                    "Nodes with a lock keep the last good records of the member; a new node makes"
                            + " no peer of it.",
                    DOCS);
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            Instant now = in.request().now();
            return signed(in)
                    .flatMap(signed ->
                            signed.signature().stream()
                                    .map(MemberSignature::expires)
                                    .filter(end -> end.isBefore(now.plus(LockedMesh.NOTICE)))
                                    .map(end -> finding(signed, end, end.isAfter(now))));
        }

        private Finding finding(Signed signed, Instant end, boolean valid) {
            return finding(
                    signed.where(),
                    (valid ? "the signature ends at " : "the signature ended at ") + end,
                    signed.fix());
        }
    }

    /** A signature over other records. */
    static final class L003Mismatch implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "L003",
                    Level.ERROR,
                    "signature over other records than the present ones",
                    "Key, next key, an address or a net was changed after it was signed, by you or"
                            + " by a stranger. Checked with a lock only.",
                    DOCS);
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return withVerdict(in, SignatureCheck.Verdict.MISMATCH)
                    .map(signed ->
                            finding(
                                    signed.where(),
                                    "the signature is over other records than the present ones",
                                    signed.fix()));
        }
    }

    /** A signature of a signer that the lock does not have. */
    static final class L004UnknownSigner implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "L004",
                    Level.NOTICE,
                    "signature of a signer that the lock does not have",
                    "Nodes with this lock ignore the signature. Checked with a lock only.",
                    DOCS);
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return withVerdict(in, SignatureCheck.Verdict.UNKNOWN_SIGNER)
                    .map(signed ->
                            finding(
                                    signed.where(),
                                    "the lock does not have the signer "
                                            + signed.signature()
                                                    .map(MemberSignature::signer)
                                                    .orElse(""),
                                    "add the signer to the lock, or remove the record"));
        }
    }

    /** A member that the lock does not accept. */
    static final class L005NotAccepted implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "L005",
                    Level.ERROR,
                    "member without enough valid signatures",
                    "Nodes with this lock keep the last good records of the member, and make no"
                            + " peer of a new one. Checked with a lock only.",
                    DOCS);
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.signedMembers().stream()
                    .flatMap(member ->
                            member.status().stream()
                                    .filter(status -> status.unread().isEmpty())
                                    .filter(status -> status.until().isEmpty())
                                    .map(status -> finding(member.member(), status)));
        }

        private Finding finding(ListedMember member, LockStatus status) {
            return finding(
                    FindingLocation.of(SignatureRecords.question(member.name()))
                            .withPosition(member.entry().record().place())
                            .withMember(member.name()),
                    member.name() + " " + status.reason(),
                    LockStatus.fix(member.name()));
        }
    }
}
