package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides which claims are accepted: each by the rules, then against those of other members. */
final class ClaimResolver {

    private final PrefixIndex<AddressClaim> contested = new PrefixIndex<>();
    private final ValuesByKey<HostName, Prefix> accepted;
    private final List<Problem> problems = new ArrayList<>();

    private ClaimResolver(int members) {
        accepted = new ValuesByKey<>(members);
    }

    /** Returns the claims that the rules, and no claim of another member, refuse. */
    static AcceptedClaims resolve(MeshName mesh, AcceptedMembers members, ClaimRules rules) {
        var resolver = new ClaimResolver(members.peers().size() + 1);
        var allowed = new ArrayList<AddressClaim>(members.peers().size() + 1);
        for (AcceptedMember member : members.all()) {
            for (Prefix prefix : member.claims()) {
                var claim = new AddressClaim(member, prefix);
                Optional<Problem> refusal = rules.refusal(claim);
                if (refusal.isPresent()) {
                    resolver.problems.add(refusal.get());
                } else {
                    allowed.add(claim);
                }
            }
        }
        var ranks = new ArrayList<List<AddressClaim>>();
        for (int rank = 0; rank < AddressClaim.RANKS; rank++) {
            ranks.add(new ArrayList<>());
        }
        String domain = mesh.domain();
        for (AddressClaim claim : resolver.acceptOwn(members.self(), allowed)) {
            ranks.get(claim.rank(domain)).add(claim);
        }
        ranks.forEach(resolver::resolveRank);
        return new AcceptedClaims(resolver.accepted, resolver.problems);
    }

    /**
     * Accepts the addresses of this node: on this node they win, whoever else claims them. Returns
     * the other claims.
     */
    private List<AddressClaim> acceptOwn(AcceptedMember self, List<AddressClaim> claims) {
        var others = new ArrayList<AddressClaim>();
        for (AddressClaim claim : claims) {
            if (claim.owner().equals(self.name()) && !claim.isNet()) {
                contested.add(claim.prefix(), claim);
                accept(claim);
            } else {
                others.add(claim);
            }
        }
        return others;
    }

    /**
     * Decides the claims of one rank after those of stronger ones; equals that overlap get nothing.
     */
    private void resolveRank(List<AddressClaim> claims) {
        var open = new ArrayList<AddressClaim>(claims.size());
        for (AddressClaim claim : claims) {
            Optional<AddressClaim> stronger = rival(claim);
            if (stronger.isPresent()) {
                refuse(claim, stronger.get());
            } else {
                open.add(claim);
            }
        }
        for (AddressClaim claim : open) {
            contested.add(claim.prefix(), claim);
        }
        for (AddressClaim claim : open) {
            Optional<AddressClaim> equal = rival(claim);
            if (equal.isPresent()) {
                refuse(claim, equal.get());
            } else {
                accept(claim);
            }
        }
    }

    private Optional<AddressClaim> rival(AddressClaim claim) {
        return contested.first(claim.prefix(), other -> !other.owner().equals(claim.owner()));
    }

    private void accept(AddressClaim claim) {
        accepted.add(claim.owner(), claim.prefix());
    }

    private void refuse(AddressClaim claim, AddressClaim rival) {
        problems.add(
                claim.refusal(
                        "it overlaps " + rival.text() + " of " + rival.owner(),
                        "give one of them another address"));
    }
}
