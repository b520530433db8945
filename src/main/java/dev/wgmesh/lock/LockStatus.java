package dev.wgmesh.lock;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Problem;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a lock accepts a member.
 *
 * @param checks of each signature text
 * @param required signatures of different signers
 * @param unread why the member cannot be checked: a lookup failed; empty: it was checked
 */
public record LockStatus(
        HostName host, List<SignatureCheck> checks, int required, Optional<Problem> unread) {
    public LockStatus {
        checks = List.copyOf(checks);
    }

    /**
     * Checks a member.
     *
     * @param texts at {@code _sig._wireguard.HOST}
     */
    public static LockStatus of(
            MeshName mesh, Member member, DnsAnswer<List<String>> texts, Lock lock, Instant now) {
        Optional<Problem> unread =
                Stream.of(
                                texts.failure().stream(),
                                member.key().failure().stream(),
                                member.addresses().v4().failure().stream(),
                                member.addresses().v6().failure().stream(),
                                member.metadata().failure().stream())
                        .flatMap(problems -> problems)
                        .findFirst();
        List<SignatureCheck> checks =
                SignatureCheck.of(
                        texts.found().orElse(List.of()),
                        SignedRecords.of(mesh, member),
                        lock.byId(),
                        now);
        return new LockStatus(member.name(), checks, lock.required(), unread);
    }

    /** Returns the valid signatures, one for each signer, the longest first. */
    public List<MemberSignature> valid() {
        return checks.stream()
                .filter(check -> check.verdict() == SignatureCheck.Verdict.VALID)
                .flatMap(check -> check.signature().stream())
                // checks have the latest of a signer first
                .collect(Collectors.toMap(MemberSignature::signer, s -> s, (a, _) -> a))
                .values()
                .stream()
                .sorted(
                        Comparator.comparing(MemberSignature::expires)
                                .reversed()
                                .thenComparing(MemberSignature::signer))
                .toList();
    }

    /** Returns until when enough signatures are valid; empty: the lock does not accept it. */
    public Optional<Instant> until() {
        List<MemberSignature> valid = valid();
        return unread.isPresent() || valid.size() < required
                ? Optional.empty()
                : Optional.of(valid.get(required - 1).expires());
    }

    /** Returns why the lock does not accept the member; empty where it does. */
    public Optional<Problem> problem() {
        if (until().isPresent()) {
            return Optional.empty();
        }
        String where = RecordFormat.SIGNATURE + "." + RecordFormat.WIREGUARD + "." + host + " TXT";
        return Optional.of(
                unread.map(cause ->
                                new Problem(
                                        where,
                                        "cannot be checked: " + cause.where() + " " + cause.what(),
                                        cause.fix()))
                        .orElseGet(() -> new Problem(where, reason(), fix(host))));
    }

    /** Returns the fix of a problem with the signatures of a host. */
    public static String fix(HostName host) {
        return "if the records are right, sign them: wg-mesh lock request " + host;
    }

    /** Returns why there are too few valid signatures, as the end of a sentence. */
    public String reason() {
        if (checks.isEmpty()) {
            return "has no signature";
        }
        Set<SignatureCheck.Verdict> found = EnumSet.noneOf(SignatureCheck.Verdict.class);
        checks.forEach(check -> found.add(check.verdict()));
        found.remove(SignatureCheck.Verdict.VALID);
        String rest =
                found.stream()
                        .map(SignatureCheck.Verdict::text)
                        .collect(Collectors.joining("; another one is "));
        int valid = valid().size();
        if (valid == 0) {
            return "has a signature that is " + rest;
        }
        return "has "
                + valid
                + " of "
                + required
                + " signatures"
                + (rest.isEmpty() ? "" : "; another one is " + rest);
    }
}
