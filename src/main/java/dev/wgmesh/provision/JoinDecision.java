package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Answer;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What a member's key and addresses are to be, decided on one view of the mesh and checked. */
final class JoinDecision {
    private final JoinRequest request;
    private final MeshView view;
    private final Optional<Member> present;
    private final boolean repairing;
    private final JoinTarget target;
    private final UsedAddresses used;
    private final List<Problem> conflicts = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    /**
     * A decision to be made.
     *
     * @param repairing whether this join has committed something already, so that an address the
     *     host is listed with was never more than its wish where another member has it too
     */
    JoinDecision(JoinRequest request, MeshView view, boolean repairing) {
        this.request = request;
        this.view = view;
        this.repairing = repairing;
        this.present = view.present();
        this.target = JoinTarget.of(request, view, conflicts);
        this.used =
                UsedAddresses.of(view.mesh(), view.contents(), request.host())
                        .reserving(view, target.chain());
    }

    /**
     * The decision.
     *
     * @throws Failure REFUSED with every conflict with what is there; UNREADABLE where members that
     *     cannot be read stop the choice of an address
     */
    Decided decide() {
        boolean listed = target.listed();
        PublicKey key = key();
        judgeMetadata(listed);
        List<IpAddress> addresses = listed ? kept() : wished();
        if (!conflicts.isEmpty()) {
            throw new Failure(Failure.Kind.REFUSED, conflicts);
        }
        return new Decided(key, addresses, target, warnings);
    }

    private PublicKey key() {
        Optional<PublicKey> there = present.flatMap(member -> member.key().found());
        PublicKey wished = request.key().key();
        if (there.isPresent() && !there.get().equals(wished)) {
            if (request.key() instanceof KeyWish.Fresh && target.listed()) {
                return there.get();
            }
            conflict(
                    "_wireguard." + request.host() + " TXT",
                    "holds another key: " + there.get(),
                    "give the private key of that one with --key, or --public-key " + there.get());
        }
        for (Member member : view.mesh().members()) {
            boolean taken =
                    member.key().found().filter(wished::equals).isPresent()
                            || member.meta().nextKey().filter(wished::equals).isPresent();
            if (taken && !member.name().equals(request.host())) {
                conflict(
                        wished.base64(),
                        "is the key of " + member.name(),
                        "make a key of its own: wg-mesh keygen --out FILE");
            }
        }
        return wished;
    }

    /** The addresses of a host that is a member already: what was asked for must be there. */
    private List<IpAddress> kept() {
        List<IpAddress> there = present.map(member -> member.addresses().all()).orElseGet(List::of);
        if (there.isEmpty() || repairing && there.stream().anyMatch(this::isDouble)) {
            return wished();
        }
        for (IpAddress chosen : request.addresses().chosen()) {
            if (!there.contains(chosen)) {
                conflict(
                        request.host().text(),
                        "has joined with " + there + ", not with " + chosen,
                        "leave out --ip to keep what it has");
            }
        }
        for (Endpoint endpoint : request.endpoints()) {
            if (present.isPresent() && !publishes(present.get(), endpoint)) {
                conflict(
                        request.host().text(),
                        "has joined without the endpoint " + endpoint,
                        "leave out --endpoint to keep what it has");
            }
        }
        return there;
    }

    /** Whether another member was listed with the address while this join was under way. */
    private boolean isDouble(IpAddress address) {
        return view.mesh().members().stream()
                .filter(member -> !member.name().equals(request.host()))
                .anyMatch(member -> member.addresses().all().contains(address));
    }

    private static boolean publishes(Member member, Endpoint endpoint) {
        return member.endpoints().stream()
                .anyMatch(target ->
                        target.port() == endpoint.port()
                                && target.addresses().all().contains(endpoint.address()));
    }

    private void judgeMetadata(boolean listed) {
        Metadata there = present.map(Member::meta).orElse(Metadata.NONE);
        Metadata wished = request.metadata();
        differs(listed, "site", wished.site(), there.site());
        differs(listed, "nat", wished.nat(), there.nat());
        for (Prefix net : wished.nets()) {
            if (listed && !there.nets().contains(net)) {
                conflict(request.host().text(), "has joined without the net " + net, "");
            }
            if (!target.bounds().permits(net)) {
                conflict(
                        "--net " + net, "is not permitted by the policy", "allow it: allow=" + net);
            }
            used.holder(net)
                    .ifPresent(holder -> conflict("--net " + net, "overlaps " + holder, ""));
        }
    }

    private <T> void differs(boolean listed, String key, Optional<T> wished, Optional<T> there) {
        boolean other = wished.isPresent() && !wished.equals(there);
        if (other && (listed || there.isPresent())) {
            conflict(
                    request.host().text(),
                    "has joined with " + there.map(t -> key + "=" + t).orElse("no " + key),
                    "leave out --" + key + " to keep that");
        }
    }

    /** The addresses of a host that is not listed yet; those it has are only a wish. */
    private List<IpAddress> wished() {
        var addresses = new TreeSet<IpAddress>();
        for (IpAddress chosen : request.addresses().chosen()) {
            judge(chosen);
            addresses.add(chosen);
        }
        readable(request.addresses().auto());
        if (request.addresses().auto()) {
            Pools pools = Pools.of(request.addresses().pools(), target.bounds(), view.mesh());
            if (pools.guessed()) {
                warnings.add(
                        Problem.of(
                                view.mesh().name().text(),
                                "has no pool; taking " + pools + ", where most members are"));
            }
            for (Family family : pools.byFamily().keySet()) {
                if (addresses.stream().noneMatch(a -> a.family() == family && pools.gives(a))) {
                    give(pools, family).ifPresent(addresses::add);
                }
            }
        }
        return List.copyOf(addresses);
    }

    private Optional<IpAddress> give(Pools pools, Family family) {
        Optional<IpAddress> had =
                present.stream()
                        .flatMap(member -> member.addresses().of(family).found().stream())
                        .flatMap(List::stream)
                        .filter(a -> pools.gives(a) && used.holder(a).isEmpty())
                        .findFirst();
        if (had.isPresent()) {
            return had;
        }
        List<IpAddress> free = pools.lowestFree(family, used, 1);
        if (free.isEmpty()) {
            conflict(
                    view.mesh().name().text(),
                    "has no free address left in " + pools.byFamily().get(family),
                    "start a sub-list with a pool of its own, or choose with --ip");
        }
        return free.stream().findFirst();
    }

    private void judge(IpAddress chosen) {
        if (!chosen.scope().isUnicast()) {
            conflict("--ip " + chosen, "is no address a machine can have", "choose another");
        } else if (!target.bounds().permits(chosen.asPrefix())) {
            conflict(
                    "--ip " + chosen,
                    "lies outside the pools "
                            + target.bounds().pools()
                            + " and "
                            + target.bounds().allow(),
                    "choose within them, or leave out --ip");
        } else if (target.bounds().pools().stream().anyMatch(pool -> pool.reserves(chosen))) {
            conflict("--ip " + chosen, "is a network or broadcast address", "choose another");
        }
        used.holder(chosen)
                .ifPresent(holder ->
                        conflict(
                                "--ip " + chosen,
                                "belongs to " + holder,
                                "leave out --ip to get a free one"));
    }

    /** A member whose addresses cannot be read may have any: nothing is given, at most chosen. */
    private void readable(boolean auto) {
        var unread = new ArrayList<Problem>();
        for (MemberList list : view.mesh().lists()) {
            if (list.hosts() instanceof Answer.Failed<List<HostName>>(Problem problem)) {
                unread.add(problem);
            }
        }
        for (Member member : view.mesh().members()) {
            if (member.addresses().anyFailed() && !member.name().equals(request.host())) {
                unread.add(
                        new Problem(
                                member.name().text(),
                                "may have any address: its records cannot be read",
                                "give its zone too, or choose one with --ip ADDR"));
            }
        }
        if (auto && !unread.isEmpty()) {
            throw new Failure(Failure.Kind.UNREADABLE, unread);
        }
        warnings.addAll(unread);
    }

    private void conflict(String where, String what, String mend) {
        conflicts.add(new Problem(where, what, mend));
    }

    /**
     * A decision without conflict.
     *
     * @param target the list that names the host, or is to
     */
    record Decided(
            PublicKey key, List<IpAddress> addresses, JoinTarget target, List<Problem> warnings) {}
}
