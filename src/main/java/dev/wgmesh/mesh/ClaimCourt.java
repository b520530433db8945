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
final class ClaimCourt {
    private static final int RANKS = 3;

    private final MeshName mesh;
    private final PrefixIndex<Claim> contested = new PrefixIndex<>();
    private final Map<HostName, List<Prefix>> accepted = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> notices = new ArrayList<>();

    private ClaimCourt(MeshName mesh) {
        this.mesh = mesh;
    }

    static Claims judge(MeshName mesh, Roster roster, Policies policies, Node node) {
        var court = new ClaimCourt(mesh);
        var rules = new ClaimRules(roster, policies, node);
        var sound = new ArrayList<Claim>();
        for (Counted member :
                Stream.concat(Stream.of(roster.self()), roster.peers().stream())
                        .sorted((a, b) -> a.name().compareTo(b.name()))
                        .toList()) {
            court.accepted.put(member.name(), new ArrayList<>());
            for (Prefix prefix : member.claims()) {
                var claim = new Claim(member, prefix);
                Optional<Problem> refusal = rules.refusal(claim);
                refusal.ifPresentOrElse(court.problems::add, () -> sound.add(claim));
            }
        }
        for (int rank = 0; rank < RANKS; rank++) {
            court.hear(rank, sound, rules);
        }
        return new Claims(court.accepted, court.problems, court.notices);
    }

    /** Those of one rank: the stronger have been heard; equals that overlap get nothing. */
    private void hear(int rank, List<Claim> sound, ClaimRules rules) {
        var equals = new PrefixIndex<Claim>();
        var open = new ArrayList<Claim>();
        for (Claim claim : sound) {
            if (claim.rank(mesh) == rank) {
                Optional<Claim> stronger = rival(claim, contested);
                stronger.ifPresentOrElse(s -> refuse(claim, s), () -> open.add(claim));
            }
        }
        open.forEach(claim -> equals.add(claim.prefix(), claim));
        for (Claim claim : open) {
            contested.add(claim.prefix(), claim);
            Optional<Claim> equal = rival(claim, equals);
            equal.ifPresentOrElse(e -> refuse(claim, e), () -> accept(claim, rules));
        }
    }

    private static Optional<Claim> rival(Claim claim, PrefixIndex<Claim> index) {
        return index.overlapping(claim.prefix()).stream()
                .filter(other -> !other.owner().equals(claim.owner()))
                .findFirst();
    }

    private void accept(Claim claim, ClaimRules rules) {
        accepted.computeIfAbsent(claim.owner(), _ -> new ArrayList<>()).add(claim.prefix());
        rules.trusted(claim).ifPresent(notices::add);
    }

    private void refuse(Claim claim, Claim rival) {
        problems.add(
                claim.refused(
                        "it overlaps " + rival.text() + " of " + rival.owner(),
                        "give one of them another address"));
    }
}
