package dev.wgmesh.testing.route53;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A hosted zone: its sets, and the rules of a batch that changes them. */
final class FakeHostedZone {
    /** Records of all sets of a batch at the most; those of an UPSERT count twice. */
    private static final int MAX_RECORDS = 1_000;

    /** Characters of all values of a batch at the most; those of an UPSERT count twice. */
    private static final int MAX_CHARACTERS = 32_000;

    private final String id;
    private final String name;
    private final String comment;
    private final boolean isPrivate;
    private TreeSet<RecordSet> sets = new TreeSet<>(RecordSet.ORDER);
    private Instant busyUntil = Instant.MIN;

    FakeHostedZone(String id, String name, String comment, boolean isPrivate) {
        this.id = id;
        this.name = name;
        this.comment = comment;
        this.isPrivate = isPrivate;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    String comment() {
        return comment;
    }

    boolean isPrivate() {
        return isPrivate;
    }

    /** Its sets, in the order of a listing. */
    synchronized List<RecordSet> sets() {
        return List.copyOf(sets);
    }

    /** Those from that place on. */
    synchronized List<RecordSet> from(RecordSet start) {
        return List.copyOf(sets.tailSet(start, true));
    }

    /** Puts a set in, in place of one of its key, by no rule. */
    synchronized void put(RecordSet set) {
        sets.remove(set);
        sets.add(set);
    }

    /** Does all of the batch or nothing, unless a change before it is still being applied. */
    synchronized void apply(ChangeRequest request, Instant now, Instant busyThen) throws ApiError {
        if (now.isBefore(busyUntil)) {
            throw new ApiError(
                    400,
                    "PriorRequestNotComplete",
                    "The request was rejected because Route 53 was still processing a prior"
                            + " request.");
        }
        requireWithinLimits(request);
        var problems = new LinkedHashSet<String>();
        var next = new TreeSet<RecordSet>(RecordSet.ORDER);
        next.addAll(sets);
        Map<String, String> actions = new HashMap<>();
        for (ChangeRequest.Item item : request.items()) {
            actions.merge(item.set().key(), item.action(), (a, b) -> a + " " + b);
            step(item, next, problems);
        }
        actions.forEach((key, done) -> {
            if (done.contains(" ") && !done.equals("DELETE CREATE")) {
                problems.add(
                        "The request contains an invalid set of changes for a resource record set '"
                                + key.strip()
                                + "'");
            }
        });
        whole(next, problems);
        if (!problems.isEmpty()) {
            throw ApiError.batch(List.copyOf(problems));
        }
        sets = next;
        busyUntil = busyThen;
    }

    private static void requireWithinLimits(ChangeRequest request) throws ApiError {
        int records = 0;
        int characters = 0;
        for (ChangeRequest.Item item : request.items()) {
            int times = item.action().equals("UPSERT") ? 2 : 1;
            records += times * Math.max(1, item.set().values().size());
            characters += times * item.set().values().stream().mapToInt(String::length).sum();
        }
        var problems = new ArrayList<String>();
        if (records > MAX_RECORDS) {
            problems.add("Number of records limit of 1000 exceeded.");
        }
        if (characters > MAX_CHARACTERS) {
            problems.add("Number of characters limit of 32000 exceeded.");
        }
        if (!problems.isEmpty()) {
            throw ApiError.batch(problems);
        }
    }

    private void step(ChangeRequest.Item item, TreeSet<RecordSet> next, Set<String> problems) {
        RecordSet set = item.set();
        if (!DomainNames.within(set.name(), name)) {
            problems.add("RRSet with DNS name " + set.name() + " is not permitted in zone " + name);
            return;
        }
        RecordSet there = next.floor(set);
        boolean exists = there != null && there.key().equals(set.key());
        switch (item.action()) {
            case "DELETE" -> {
                if (!exists) {
                    problems.add(deleting(set) + " but it was not found");
                } else if (!there.matches(set)) {
                    problems.add(
                            deleting(set)
                                    + " but the values provided do not match the current"
                                    + " values");
                }
                next.remove(set);
            }
            case "CREATE" -> {
                problems.addAll(RecordValues.problems(set));
                if (!next.add(set)) {
                    problems.add(
                            "Tried to create resource record set "
                                    + set.describe()
                                    + " but it already exists");
                }
            }
            default -> {
                problems.addAll(RecordValues.problems(set));
                next.remove(set);
                next.add(set);
            }
        }
    }

    private static String deleting(RecordSet set) {
        return "Tried to delete resource record set " + set.describe();
    }

    /** What must be true of the zone after a batch. */
    private void whole(TreeSet<RecordSet> next, Set<String> problems) {
        if (next.stream().filter(s -> s.name().equals(name) && s.type().equals("SOA")).count()
                != 1) {
            problems.add("A HostedZone must contain exactly one SOA record.");
        }
        if (next.stream().noneMatch(s -> s.name().equals(name) && s.type().equals("NS"))) {
            problems.add("A HostedZone must contain at least one NS record for the zone itself.");
        }
        var byName = new HashMap<String, List<RecordSet>>();
        next.forEach(s -> byName.computeIfAbsent(s.name(), _ -> new ArrayList<>()).add(s));
        byName.forEach((owner, all) -> neighbours(owner, all, problems));
    }

    private void neighbours(String owner, List<RecordSet> all, Set<String> problems) {
        boolean cname = all.stream().anyMatch(s -> s.type().equals("CNAME"));
        if (cname && owner.equals(name)) {
            problems.add(
                    "RRSet of type CNAME with DNS name "
                            + owner
                            + " is not permitted at apex in zone "
                            + name);
        }
        for (RecordSet set : all) {
            if (cname && !set.type().equals("CNAME")) {
                problems.add(
                        "RRSet of type "
                                + set.type()
                                + " with DNS name "
                                + owner
                                + " is not permitted because a conflicting RRSet of type CNAME with"
                                + " the same DNS name already exists in zone "
                                + name);
            }
            if (set.identifier().isEmpty()
                    && all.stream()
                            .anyMatch(s ->
                                    s.type().equals(set.type()) && !s.identifier().isEmpty())) {
                problems.add(
                        "RRSet with DNS name "
                                + owner
                                + ", type "
                                + set.type()
                                + " cannot be created as other RRSets exist with the same name and"
                                + " type.");
            }
        }
    }
}
