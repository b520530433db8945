package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Judges the claims of all members: each alone, then against those of others. */
final class ClaimResolver {
    private static final int RANKS = 3;

    private final MeshName mesh;
    private final PrefixIndex<AddressClaim> contested = new PrefixIndex<>();
    private final Map<HostName, List<Prefix>> accepted = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> notices = new ArrayList<>();

    private ClaimResolver(MeshName mesh) {
        this.mesh = mesh;
    }

    static AcceptedClaims resolve(
            MeshName mesh, AcceptedMembers roster, EffectivePolicies policies, NodeContext node) {
        var court = new ClaimResolver(mesh);
        var rules = new ClaimRules(roster, policies, node);
        var sound = new ArrayList<AddressClaim>();
        for (AcceptedMember member :
                Stream.concat(Stream.of(roster.self()), roster.peers().stream())
                        .sorted((a, b) -> a.name().compareTo(b.name()))
                        .toList()) {
            court.accepted.put(member.name(), new ArrayList<>());
            for (Prefix prefix : member.claims()) {
                var claim = new AddressClaim(member, prefix);
                Optional<Problem> refusal = rules.refusal(claim);
                refusal.ifPresentOrElse(court.problems::add, () -> sound.add(claim));
            }
        }
        for (int rank = 0; rank < RANKS; rank++) {
            court.resolveRank(rank, sound, rules);
        }
        return new AcceptedClaims(court.accepted, court.problems, court.notices);
    }

    /** Returns those of one rank: the stronger have been heard; equals that overlap get nothing. */
    private void resolveRank(int rank, List<AddressClaim> sound, ClaimRules rules) {
        var equals = new PrefixIndex<AddressClaim>();
        var open = new ArrayList<AddressClaim>();
        for (AddressClaim claim : sound) {
            if (claim.rank(mesh) == rank) {
                Optional<AddressClaim> stronger = overlapping(claim, contested);
                stronger.ifPresentOrElse(s -> refuse(claim, s), () -> open.add(claim));
            }
        }
        open.forEach(claim -> equals.add(claim.prefix(), claim));
        for (AddressClaim claim : open) {
            contested.add(claim.prefix(), claim);
            Optional<AddressClaim> equal = overlapping(claim, equals);
            equal.ifPresentOrElse(e -> refuse(claim, e), () -> accept(claim, rules));
        }
    }

    private static Optional<AddressClaim> overlapping(
            AddressClaim claim, PrefixIndex<AddressClaim> index) {
        return index.overlapping(claim.prefix()).stream()
                .filter(other -> !other.owner().equals(claim.owner()))
                .findFirst();
    }

    private void accept(AddressClaim claim, ClaimRules rules) {
        accepted.computeIfAbsent(claim.owner(), _ -> new ArrayList<>()).add(claim.prefix());
        rules.unverifiedClaim(claim).ifPresent(notices::add);
    }

    private void refuse(AddressClaim claim, AddressClaim rival) {
        problems.add(
                claim.refusal(
                        "it overlaps " + rival.text() + " of " + rival.owner(),
                        "give one of them another address"));
    }
}
