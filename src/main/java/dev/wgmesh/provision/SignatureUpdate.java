package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.keys.SigningKey;
import dev.wgmesh.keys.VerifyKey;
import dev.wgmesh.lock.MemberSignature;
import dev.wgmesh.lock.SignatureCheck;
import dev.wgmesh.lock.SignedRecords;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.SignatureRecords;
import dev.wgmesh.zone.TxtStrings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The signatures of a member whose records a command writes. */
final class SignatureUpdate {
    private final Signing signing;
    private final MeshSnapshot view;
    private final HostName host;
    private final List<String> texts;

    SignatureUpdate(Signing signing, MeshSnapshot view, HostName host) {
        this.signing = signing;
        this.view = view;
        this.host = host;
        this.texts =
                view.zoneOf(OwnerNames.wireguard(host))
                        .zone()
                        .rrset(SignatureRecords.question(host))
                        .map(TxtStrings::of)
                        .orElse(List.of());
    }

    /**
     * Signs the records that the member gets, where there is a key; else returns a warning where
     * its signatures will no longer match.
     *
     * @throws Failure REFUSED where a published signature ends so late that no later one is valid
     */
    Optional<Problem> write(
            MemberEdit edit, PublicKey key, List<IpAddress> addresses, Metadata metadata) {
        var after =
                new SignedRecords(
                        view.mesh().name(),
                        host,
                        key,
                        metadata.nextKey(),
                        addresses,
                        metadata.nets());
        Optional<Member> before = view.publishedMember();
        boolean changed =
                !before.flatMap(member -> SignedRecords.of(view.mesh().name(), member))
                        .equals(Optional.of(after));
        if (signing.key().isPresent()) {
            edit.signatures(signed(after, signing.key().get(), changed));
            return Optional.empty();
        }
        return changed && !texts.isEmpty() ? Optional.of(noLongerSigned()) : Optional.empty();
    }

    private List<String> signed(SignedRecords records, SigningKey key, boolean changed) {
        Instant now = signing.clock().instant();
        VerifyKey signer = key.verifyKey();
        List<MemberSignature> present = MemberSignature.parseAll(texts);
        MemberSignature own =
                present.stream()
                        .filter(it -> it.signer().equals(signer.id()))
                        .filter(it -> it.expires().isAfter(now.plus(Signing.RENEWAL)))
                        .filter(it -> it.isOf(records, signer))
                        .findFirst()
                        .orElseGet(() ->
                                MemberSignature.sign(
                                        records,
                                        MemberSignature.end(now.plus(signing.validity()), present),
                                        key));
        List<Problem> tooLong =
                SignatureCheck.tooLong(host, List.of(own), now, "run the command again").stream()
                        .toList();
        Failure.throwIfAny(Failure.Kind.REFUSED, tooLong);
        var all = new ArrayList<String>();
        all.add(own.text());
        if (!changed) {
            present.stream()
                    .filter(it -> !it.signer().equals(signer.id()))
                    .filter(it -> it.expires().isAfter(now))
                    .forEach(it -> all.add(it.text()));
        }
        return all;
    }

    private Problem noLongerSigned() {
        return new Problem(
                host.text(),
                "has a signature that this change makes invalid: nodes with a lock keep its last"
                        + " good records",
                "sign the new records: add --sign KEYFILE, or run wg-mesh lock request " + host);
    }
}
