package dev.wgmesh.render;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MemberServices;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Nat;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.PskMode;
import dev.wgmesh.model.Route;
import dev.wgmesh.model.RoutePlace;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** The fields that the documents of a node's state folder share, written and read. */
final class StateFields {
    static final String ENDPOINT = "expected HOST:PORT";
    static final String ADDRESS = "expected an IP address";
    static final String PREFIX = "expected a prefix";
    static final String HOST = "expected a host name";
    static final String MESH = "expected a mesh name";
    static final String KEY = "expected a public key";
    static final String TIME = "expected a time (RFC 3339)";

    private StateFields() {}

    static void put(ObjectNode node, String field, Optional<?> value) {
        value.ifPresent(v -> node.put(field, v.toString()));
    }

    static void put(ObjectNode node, String field, Collection<?> values) {
        var array = node.putArray(field);
        values.forEach(value -> array.add(value.toString()));
    }

    static void put(JsonFields node, Metadata metadata) {
        node.put("site", metadata.site());
        putNat(node, metadata.nat());
        node.put("nets", metadata.nets());
        node.put("nextKey", metadata.nextKey());
        metadata.services().relay().ifPresent(yes -> node.put("relay", yes));
        metadata.services().observe().ifPresent(yes -> node.put("observe", yes));
        metadata.services().observePort().ifPresent(port -> node.put("observePort", port));
        node.put("other", metadata.other());
    }

    /**
     * Puts whether a member is behind NAT: {@code true} and {@code hardNat} for a symmetric one.
     */
    static void putNat(JsonFields node, Optional<Nat> nat) {
        nat.ifPresent(value -> node.put("nat", value.translates()));
        if (nat.equals(Optional.of(Nat.HARD))) {
            node.put("hardNat", true);
        }
    }

    static void put(JsonFields node, Policy policy) {
        node.put("pools", policy.pools());
        node.put("allow", policy.allow());
        node.put("paths", policy.paths());
        policy.ttl().ifPresent(ttl -> node.put("ttl", ttl.toSeconds()));
        node.put("psk", policy.psk());
    }

    static Optional<Metadata> metadata(FieldReader fields) {
        var site = fields.optional("site", fields::text);
        var nat = nat(fields);
        var nets = prefixes(fields, "nets");
        var nextKey = optional(fields, "nextKey", StateFields::key, KEY);
        var relay = fields.optional("relay", fields::yesNo);
        var observe = fields.optional("observe", fields::yesNo);
        var observePort = fields.optional("observePort", name -> integer(fields, name));
        var other = fields.list("other", Optional::of, "expected a text");
        return fields.ifGood(() ->
                new Metadata(
                        site,
                        nat,
                        nets.orElseThrow(),
                        nextKey,
                        new MemberServices(relay, observe, observePort),
                        other.orElseThrow()));
    }

    private static Optional<Nat> nat(FieldReader fields) {
        boolean hard = fields.optional("hardNat", fields::yesNo).orElse(false);
        return fields.optional("nat", fields::yesNo)
                .map(behind -> !behind ? Nat.NO : hard ? Nat.HARD : Nat.YES);
    }

    static Optional<Policy> policy(FieldReader fields) {
        var pools = prefixes(fields, "pools");
        var allow = prefixes(fields, "allow");
        var paths = optional(fields, "paths", PathMode::parse, "expected a kind of paths");
        var ttl = fields.<Long>optional("ttl", fields::number).map(Duration::ofSeconds);
        var psk = optional(fields, "psk", PskMode::parse, "expected optional or required");
        return fields.ifGood(
                () -> new Policy(pools.orElseThrow(), allow.orElseThrow(), paths, ttl, psk));
    }

    /** Puts the fields of a route; the main table and the kernel's metric are left out. */
    static void put(JsonFields node, Route route) {
        node.put("to", route.destination().toString());
        node.put("device", route.device());
        node.put("via", route.via());
        node.put("source", route.source());
        node.put("protocol", route.protocol());
        put(node, route.place());
        route.second()
                .ifPresent(hop ->
                        node.object(
                                "second",
                                second -> {
                                    second.put("device", hop.device());
                                    second.put("via", hop.via());
                                }));
    }

    static void put(JsonFields node, RoutePlace place) {
        if (!place.isMain()) {
            node.put("table", place.table());
        }
        if (place.metric() != 0) {
            node.put("metric", place.metric());
        }
    }

    /**
     * Reads a table and a metric; the main table and the kernel's metric where they are left out.
     */
    static RoutePlace place(FieldReader fields) {
        return new RoutePlace(
                unsigned(fields, "table").orElse(RoutePlace.MAIN_TABLE),
                unsigned(fields, "metric").orElse(0L));
    }

    private static Optional<Long> unsigned(FieldReader fields, String name) {
        return fields.optional(name, fields::number)
                .flatMap(number ->
                        0 <= number && number <= RoutePlace.MAX
                                ? Optional.of(number)
                                : fields.wrong(name, "expected a number of 32 bits"));
    }

    static Optional<Route> route(FieldReader fields) {
        var to = fields.one("to", Prefix::parse, PREFIX);
        var device = fields.text("device");
        var via = optional(fields, "via", IpAddress::parse, ADDRESS);
        var source = optional(fields, "source", IpAddress::parse, ADDRESS);
        var protocol = integer(fields, "protocol");
        var place = place(fields);
        var second = fields.optional("second", name -> fields.object(name, StateFields::hop));
        return fields.ifGood(() ->
                new Route(
                        to.orElseThrow(),
                        device.orElseThrow(),
                        via,
                        source,
                        protocol.orElseThrow(),
                        place,
                        second));
    }

    private static Optional<Route.NextHop> hop(FieldReader fields) {
        var device = fields.text("device");
        var via = optional(fields, "via", IpAddress::parse, ADDRESS);
        return fields.ifGood(() -> new Route.NextHop(device.orElseThrow(), via));
    }

    static Optional<List<Prefix>> prefixes(FieldReader fields, String name) {
        return fields.list(name, Prefix::parse, PREFIX);
    }

    static Optional<List<IpAddress>> addresses(FieldReader fields, String name) {
        return fields.list(name, IpAddress::parse, ADDRESS);
    }

    static <T> Optional<T> optional(
            FieldReader fields, String name, Function<String, Optional<T>> parse, String expected) {
        return fields.optional(name, it -> fields.one(it, parse, expected));
    }

    static Optional<Integer> integer(FieldReader fields, String name) {
        return fields.number(name)
                .flatMap(number ->
                        number == number.intValue()
                                ? Optional.of(number.intValue())
                                : fields.wrong(name, "expected a number of 32 bits"));
    }

    static Optional<PublicKey> key(String text) {
        try {
            return Optional.of(new PublicKey(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
