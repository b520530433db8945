package dev.wgmesh.apply;

import dev.wgmesh.apply.VirtualMesh.Failures;
import dev.wgmesh.apply.WakeupSource.Wake;
import dev.wgmesh.device.MemoryDevice;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DeviceChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What happens around a {@link VirtualNode}, and when; what begins here ends here. */
final class VirtualEvents {
    /** How long a member has traffic, in the middle of which it moves. */
    private static final Duration TALK = Duration.ofMinutes(5);

    private final RandomGenerator random;
    private final VirtualMesh mesh;
    private final MemoryDevice memory;
    private final TreeMap<Instant, Supplier<Wake>> due = new TreeMap<>();
    private final List<String> happened = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>();

    VirtualEvents(RandomGenerator random, VirtualMesh mesh, MemoryDevice memory) {
        this.random = random;
        this.mesh = mesh;
        this.memory = memory;
    }

    /** Spreads that many events of these kinds over the time. */
    void schedule(Instant from, Duration time, int count, List<Kind> kinds) {
        for (int i = 0; i < count; i++) {
            Instant at = from.plusMillis(random.nextLong(time.toMillis()));
            due.put(at, () -> begin(at, kinds.get(random.nextInt(kinds.size()))));
        }
    }

    /** Returns the time until the next event; empty: there is none. */
    Optional<Duration> until(Instant now) {
        return Optional.ofNullable(due.firstEntry())
                .map(next -> Duration.between(now, next.getKey()))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    /** Lets the next event happen; returns how the loop hears of it: it may hear nothing. */
    Wake happen(Instant now) {
        mesh.at(now);
        return Optional.ofNullable(due.pollFirstEntry()).orElseThrow().getValue().get();
    }

    /** Ends whatever has begun. */
    void end(Instant now) {
        while (!due.isEmpty()) {
            happen(now);
        }
        mesh.fail(Failures.NONE, now);
        mesh.members().forEach(member -> member.live(true));
        mesh.publish();
        mesh.publish();
    }

    private void later(Instant now, Duration least, Duration most, Supplier<Wake> what) {
        long span = most.minus(least).toMillis();
        due.put(now.plus(least).plusMillis(random.nextLong(span)), what);
    }

    private VirtualMember anyMember() {
        return mesh.member(VirtualMesh.LETTERS.substring(random.nextInt(5)).substring(0, 1));
    }

    /** Returns how the loop hears of a change of the zone. */
    private Wake zoneChanged() {
        return random.nextBoolean() ? Wake.ZONE_CHANGED : Wake.TIMEOUT;
    }

    /** A kind of event. */
    enum Kind {
        LIST,
        DNS_DOWN,
        DNS_FAILS_PARTLY,
        DNS_STALE,
        ROUTE_REMOVED,
        INTERFACE_DOWN,
        INTERFACE_DELETED,
        MEMBER_DIES,
        MEMBER_MOVES,
        MEMBER_ROTATES,
        NODE_ROTATES,
        NODE_MOVES,
        NODE_BOOTS
    }

    private Wake begin(Instant now, Kind kind) {
        VirtualMember member = anyMember();
        kinds.add(kind.toString());
        happened.add(now + " " + kind + " " + member.letter());
        return switch (kind) {
            case LIST -> list(member);
            case DNS_DOWN -> fail(now, Failures.ALL, 20);
            case DNS_FAILS_PARTLY -> fail(now, Failures.SOME, 60);
            case DNS_STALE -> fail(now, Failures.STALE, 90);
            case ROUTE_REMOVED -> removeRoute();
            case INTERFACE_DOWN -> setDown();
            case INTERFACE_DELETED -> delete();
            case MEMBER_DIES -> die(now, member);
            case MEMBER_MOVES -> move(now, member);
            case MEMBER_ROTATES -> rotate(member);
            case NODE_ROTATES -> rotateOwn();
            case NODE_MOVES -> moveOwn();
            case NODE_BOOTS -> boot(now);
        };
    }

    /** One at a time: the guard would hold more back. */
    private Wake list(VirtualMember member) {
        long listed = mesh.members().stream().filter(VirtualMember::listed).count();
        if (!member.listed() || listed == 5) {
            member.list(!member.listed());
            mesh.publish();
        }
        return zoneChanged();
    }

    private Wake fail(Instant now, Failures kind, int minutes) {
        mesh.fail(kind, now.plusSeconds(random.nextInt(60 * minutes)));
        return random.nextBoolean() ? Wake.RUN_NOW : Wake.TIMEOUT;
    }

    private Wake removeRoute() {
        List<Route> own =
                memory.read().facts().routes().stream()
                        .filter(route -> route.protocol() == Route.PROTOCOL)
                        .toList();
        if (!own.isEmpty()) {
            memory.apply(
                    List.of(new DeviceChange.RemoveRoute(own.get(random.nextInt(own.size())))));
        }
        return Wake.DEVICE_CHANGED;
    }

    private Wake setDown() {
        if (memory.read().device().isPresent()) {
            memory.setDown();
        }
        return Wake.DEVICE_CHANGED;
    }

    private Wake delete() {
        if (memory.read().device().isPresent()) {
            memory.delete();
        }
        return Wake.DEVICE_CHANGED;
    }

    private Wake die(Instant now, VirtualMember member) {
        member.live(false);
        later(
                now,
                Duration.ofSeconds(1),
                Duration.ofMinutes(10),
                () -> {
                    member.live(true);
                    return Wake.TIMEOUT;
                });
        return Wake.TIMEOUT;
    }

    /** A member that moves: one in two has had traffic with the node for a while. */
    private Wake move(Instant now, VirtualMember member) {
        if (random.nextBoolean()) {
            return moveNow(now, member);
        }
        member.talk(now.plus(TALK));
        Instant later = now.plusSeconds(random.nextInt(90));
        due.put(later, () -> moveNow(later, member));
        return Wake.TIMEOUT;
    }

    /** A NAT that drops its mappings and gets another address, or a member that moves. */
    private Wake moveNow(Instant now, VirtualMember member) {
        member.move(random.nextInt(1, 250), random.nextInt(1024, 65536));
        later(
                now,
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                () -> {
                    member.tell();
                    mesh.publish();
                    return zoneChanged();
                });
        return Wake.TIMEOUT;
    }

    private Wake rotate(VirtualMember member) {
        if (!member.rotates() && member.listed()) {
            Instant at = mesh.rotate(member);
            boolean committed = random.nextInt(4) > 0;
            later(
                    at,
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(30),
                    () -> {
                        member.endRotation(committed);
                        mesh.publish();
                        return zoneChanged();
                    });
        }
        return zoneChanged();
    }

    private Wake rotateOwn() {
        if (!mesh.rotatesOwn()) {
            Instant at = mesh.rotateOwn();
            later(
                    at,
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(30),
                    () -> {
                        mesh.commitOwn();
                        return zoneChanged();
                    });
        }
        return zoneChanged();
    }

    /** The machine starts, and DNS cannot be read before two minutes have passed. */
    private Wake boot(Instant now) {
        delete();
        mesh.fail(Failures.ALL, now.plusSeconds(120));
        return Wake.STOP;
    }

    private Wake moveOwn() {
        memory.move(VirtualNode.addresses(mesh.nodeBehindNat(), random.nextInt(1, 200)));
        return Wake.NETWORK_CHANGED;
    }

    /** Returns the kind of each event that began. */
    List<String> kinds() {
        return kinds;
    }

    @Override
    public String toString() {
        return String.join("; ", happened);
    }
}
