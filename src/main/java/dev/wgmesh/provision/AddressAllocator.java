package dev.wgmesh.provision;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Which addresses and nets a member of a list may have, decided on one view of the mesh. */
final class AddressAllocator {
    private final HostName host;
    private final MeshSnapshot view;
    private final ClaimBounds bounds;
    private final UsedAddresses used;
    private final List<Problem> conflicts = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    /**
     * Creates a choice for the host.
     *
     * @param chain the list that names it, or is to, and those above it
     */
    AddressAllocator(HostName host, MeshSnapshot view, List<MeshName> chain, ClaimBounds bounds) {
        this.host = host;
        this.view = view;
        this.bounds = bounds;
        this.used =
                UsedAddresses.of(view.mesh(), view.zoneContents(), host)
                        .withReservedPools(view, chain);
    }

    /** Returns the conflicts, which stop the command. */
    List<Problem> conflicts() {
        return conflicts;
    }

    /** Returns the warnings, which do not stop it. */
    List<Problem> warnings() {
        return warnings;
    }

    /**
     * Returns the addresses asked for: those chosen, and with {@code auto} for each family with a
     * pool one that the host has or the lowest that is free.
     *
     * @param had the addresses that it has now
     * @throws Failure UNREADABLE where members that cannot be read stop {@code auto}
     */
    List<IpAddress> allocate(AddressRequest request, List<IpAddress> had) {
        var addresses = new TreeSet<IpAddress>();
        for (IpAddress chosen : request.chosen()) {
            check(chosen);
            addresses.add(chosen);
        }
        requireReadable(request.auto());
        if (request.auto()) {
            AddressPools pools = AddressPools.of(request.pools(), bounds, view.mesh());
            if (pools.inferred()) {
                warnings.add(
                        Problem.of(
                                view.mesh().name().text(),
                                "has no pool; choosing from "
                                        + pools
                                        + ", where most members are"));
            }
            for (Family family : pools.byFamily().keySet()) {
                if (addresses.stream()
                        .noneMatch(a -> a.family() == family && pools.isAllocatable(a))) {
                    allocate(pools, family, had).ifPresent(addresses::add);
                }
            }
        }
        return List.copyOf(addresses);
    }

    private Optional<IpAddress> allocate(AddressPools pools, Family family, List<IpAddress> had) {
        Optional<IpAddress> kept =
                had.stream()
                        .filter(a -> a.family() == family && pools.isAllocatable(a))
                        .filter(a -> used.holder(a).isEmpty())
                        .findFirst();
        if (kept.isPresent()) {
            return kept;
        }
        List<IpAddress> free = pools.lowestFree(family, used, 1);
        if (free.isEmpty()) {
            conflict(
                    view.mesh().name().text(),
                    "has no free address left in " + pools.byFamily().get(family),
                    "start a sub-list with its own pool (--sublist NAME --pool CIDR), or choose an address with --ip");
        }
        return free.stream().findFirst();
    }

    private void check(IpAddress chosen) {
        if (!chosen.scope().isUnicast()) {
            conflict("--ip " + chosen, "cannot be the address of a host", "choose another");
        } else if (!bounds.permits(chosen.asPrefix())) {
            conflict(
                    "--ip " + chosen,
                    "is outside the pools " + bounds.pools() + " and " + bounds.allow(),
                    "choose an address within the pools, or leave out --ip");
        } else if (bounds.pools().stream().anyMatch(pool -> pool.isReserved(chosen))) {
            conflict("--ip " + chosen, "is a network or broadcast address", "choose another");
        }
        used.holder(chosen)
                .ifPresent(holder ->
                        conflict(
                                "--ip " + chosen,
                                "belongs to " + holder,
                                "leave out --ip to get a free address"));
    }

    /** Checks a net that is to be reached through the host. */
    void check(Prefix net) {
        Optional<Prefix> pool = bounds.poolIn(net);
        if (pool.isPresent()) {
            conflict(
                    "--net " + net,
                    "overlaps the pool " + pool.get() + ", and every node refuses it",
                    "choose a network outside the pools");
        } else if (!bounds.permitsNet(net)) {
            conflict(
                    "--net " + net,
                    bounds.binds()
                            ? "is not permitted by the policy"
                            : "requires a policy: without one, every node refuses it",
                    "the owner of the mesh decides which networks members may have:"
                            + " wg-mesh set-policy MESH --allow CIDR");
        }
        used.holder(net).ifPresent(holder -> conflict("--net " + net, "overlaps " + holder, ""));
    }

    /** A member whose addresses cannot be read may have any: nothing is given, at most chosen. */
    private void requireReadable(boolean auto) {
        var unread = new ArrayList<>(view.unreadableLists());
        for (Member member : view.mesh().members()) {
            if (!member.name().equals(host)) {
                unreadable(
                                member,
                                "add its zone (--zones DIR), or choose an address with --ip ADDR")
                        .ifPresent(unread::add);
            }
        }
        if (auto && !unread.isEmpty()) {
            throw new Failure(Failure.Kind.UNREADABLE, unread);
        }
        warnings.addAll(unread);
    }

    /** Returns a problem for a member whose addresses cannot be read; empty: they can. */
    static Optional<Problem> unreadable(Member member, String fix) {
        return member.addresses()
                .failure()
                .map(cause ->
                        new Problem(
                                member.name().text(),
                                "cannot be read, so its addresses are unknown: " + cause.what(),
                                fix));
    }

    private void conflict(String where, String what, String fix) {
        conflicts.add(new Problem(where, what, fix));
    }
}
