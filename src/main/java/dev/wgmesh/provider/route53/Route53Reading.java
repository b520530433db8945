package dev.wgmesh.provider.route53;

import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * A zone as Route53 listed it.
 *
 * @param raw the plain sets, as listed: a deletion has to repeat them
 * @param opaque sets that are not touched, and what each is: aliases, routed sets, unreadable ones
 */
record Route53Reading(
        ZoneContents zone,
        String version,
        Map<Question, ResourceRecordSet> raw,
        Map<Question, String> opaque)
        implements ZoneProvider.Reading {

    /** Returns the zone that these sets make up. */
    static Route53Reading of(Name apex, String place, List<ResourceRecordSet> listed) {
        var raw = new TreeMap<Question, ResourceRecordSet>();
        var opaque = new TreeMap<Question, String>();
        var records = new ArrayList<ZoneRecord>();
        for (ResourceRecordSet set : listed) {
            int type = Type.value(set.typeAsString());
            if (type < 0) {
                continue;
            }
            var question = new Question(Route53Text.name(set.name()), type);
            Optional<String> routed = routingKind(set);
            if (routed.isPresent()) {
                opaque.put(question, routed.get());
                continue;
            }
            try {
                records.addAll(records(question, set));
                raw.put(question, set);
            } catch (IOException e) {
                opaque.put(question, "a set that cannot be read (" + e.getMessage() + ")");
            }
        }
        return new Route53Reading(
                new ZoneContents(apex, place, records, List.of()), version(listed), raw, opaque);
    }

    private static List<ZoneRecord> records(Question question, ResourceRecordSet set)
            throws IOException {
        var records = new ArrayList<ZoneRecord>();
        for (ResourceRecord value : set.resourceRecords()) {
            records.add(
                    ZoneRecord.of(
                            Route53Text.record(
                                    question.owner(), question.type(), set.ttl(), value.value())));
        }
        return records;
    }

    /** Returns what kind of set it is, if it is more than the records of a name and type. */
    private static Optional<String> routingKind(ResourceRecordSet set) {
        if (set.trafficPolicyInstanceId() != null) {
            return Optional.of("a set made by a traffic policy");
        }
        if (set.aliasTarget() != null && set.setIdentifier() == null) {
            return Optional.of("an alias of " + set.aliasTarget().dnsName());
        }
        if (set.setIdentifier() == null) {
            return set.hasResourceRecords() && set.ttl() != null
                    ? Optional.empty()
                    : Optional.of("a set without records");
        }
        return Stream.of(
                        kind(set.weight(), "weighted"),
                        kind(set.regionAsString(), "latency"),
                        kind(set.geoLocation(), "geolocation"),
                        kind(set.geoProximityLocation(), "geoproximity"),
                        kind(set.failoverAsString(), "failover"),
                        kind(set.multiValueAnswer(), "multivalue"),
                        kind(set.cidrRoutingConfig(), "CIDR"))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> Optional.of("routed"))
                .map(kind -> "one of several " + kind + " sets");
    }

    private static Optional<String> kind(@Nullable Object property, String kind) {
        return Optional.ofNullable(property).map(_ -> kind);
    }

    /** Returns the same for the same sets, whatever their order and that of their values. */
    private static String version(List<ResourceRecordSet> listed) {
        var lines = new TreeSet<String>();
        for (ResourceRecordSet set : listed) {
            String values =
                    set.resourceRecords().stream()
                            .map(ResourceRecord::value)
                            .sorted()
                            .collect(Collectors.joining("\n"));
            var rest = set.toBuilder().resourceRecords(List.of()).build();
            lines.add(rest + "\n" + values);
        }
        try {
            byte[] text = String.join("\n\n", lines).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Refuses a plan that names a set which wg-mesh never changes, or one beside it.
     *
     * @throws Failure REFUSED with each of them
     */
    void requireEditable(ZonePlan plan) {
        var problems = new ArrayList<Problem>();
        Stream.concat(
                        plan.changes().stream().map(RRsetChange::question),
                        plan.conditions().stream().map(Route53Reading::question))
                .distinct()
                .sorted(Comparator.naturalOrder())
                .forEach(question ->
                        opaque(question).ifPresent(what -> problems.add(problem(question, what))));
        Failure.throwIfAny(Failure.Kind.REFUSED, problems);
    }

    /**
     * Returns a problem for a set that Route53 computes when it is queried: its answer is not
     * listed.
     */
    @Override
    public Optional<Problem> unlisted(Question question) {
        return opaque(question)
                .map(what ->
                        new Problem(
                                question.toString(),
                                "is in Route53 as " + what + ", whose answer is not listed",
                                "read it from DNS: --resolver HOST, without --route53"));
    }

    private Optional<String> opaque(Question question) {
        return Optional.ofNullable(opaque.get(question))
                .or(() ->
                        Optional.ofNullable(
                                opaque.get(new Question(question.owner(), Type.CNAME))));
    }

    private static Problem problem(Question question, String what) {
        return new Problem(
                question.toString(),
                "is in Route53 as " + what + ", which wg-mesh never changes",
                "change the set in Route53, or use another name");
    }

    private static Question question(Condition condition) {
        return switch (condition) {
            case Condition.RRsetExists(var set) -> set.question();
            case Condition.RRsetAbsent(Question question) -> question;
        };
    }
}
