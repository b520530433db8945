package dev.wgmesh.provider.route53;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * The sets of one zone, listed page by page.
 *
 * <p>The pages are read one after the other, so that a listing may show an old state of one set
 * beside a new state of another. A commit compares the lists and revisions that it was decided on,
 * hence what must not be is that any other set is <em>older</em> than they are: an address that was
 * moved away long ago, beside the revision that shows it. So the pages before the last list or
 * revision are read once more after it, and the listing counts only if they have stayed the same.
 * Most zones have those on their first page, and are read once.
 */
final class Route53Listing {
    /** Times that a listing which has changed meanwhile is begun again. */
    private static final int TRIES = 50;

    /**
     * First labels that are no mesh's: of a member's own records, and some that zones often have.
     */
    private static final Set<String> NO_MESH =
            Set.of(
                    RecordFormat.WIREGUARD,
                    RecordFormat.META,
                    RecordFormat.SIGNATURE,
                    RecordFormat.REFLEXIVE,
                    "_acme-challenge",
                    "_dmarc");

    private final Route53Api api;
    private final String zoneId;
    private final Name apex;
    private final String place;
    private final InstantSource clock;

    Route53Listing(Route53Api api, String zoneId, Name apex, String place, InstantSource clock) {
        this.clock = clock;
        this.api = api;
        this.zoneId = zoneId;
        this.apex = apex;
        this.place = place;
    }

    /** Returns every set of the zone, as of one moment as far as a commit does not compare it. */
    Route53Reading read() {
        return read(ReadingBudget.of(clock));
    }

    /**
     * Does the same as a part of a larger reading.
     *
     * @throws Failure UNREADABLE where the budget is used up
     */
    Route53Reading read(ReadingBudget budget) {
        for (int tries = 0; tries < TRIES; tries++) {
            List<List<ResourceRecordSet>> pages = pages(Integer.MAX_VALUE, budget);
            int again = pagesBeforeLastAnchor(pages);
            if (flat(pages.subList(0, again)).equals(flat(pages(again, budget)))) {
                return Route53Reading.of(apex, place, flat(pages));
            }
        }
        throw Failure.unreadable(
                place,
                "kept changing while it was read, " + TRIES + " times",
                "run the same command again");
    }

    /** Returns whether there is a set of the question. */
    boolean contains(Question question) {
        String type = Type.string(question.type());
        return api
                .sets(
                        place,
                        request()
                                .startRecordName(Route53Text.name(question.owner()))
                                .startRecordType(type)
                                .maxItems("1")
                                .build())
                .resourceRecordSets()
                .stream()
                .anyMatch(set ->
                        set.typeAsString().equals(type)
                                && Route53Text.name(set.name()).equals(question.owner()));
    }

    private List<List<ResourceRecordSet>> pages(int most, ReadingBudget budget) {
        var pages = new ArrayList<List<ResourceRecordSet>>();
        Optional<ListResourceRecordSetsResponse> before = Optional.empty();
        while (pages.size() < most && (before.isEmpty() || before.get().isTruncated())) {
            ListResourceRecordSetsRequest.Builder request = request();
            before.ifPresent(page ->
                    request.startRecordName(page.nextRecordName())
                            .startRecordType(page.nextRecordType())
                            .startRecordIdentifier(page.nextRecordIdentifier()));
            requireLeft(budget);
            ListResourceRecordSetsResponse page = api.sets(place, request.build());
            page.resourceRecordSets().forEach(set -> budget.take(records(set), octets(set)));
            requireLeft(budget);
            pages.add(page.resourceRecordSets());
            before = Optional.of(page);
        }
        return pages;
    }

    private void requireLeft(ReadingBudget budget) {
        budget.exceeded()
                .ifPresent(exceeded -> {
                    throw Failure.unreadable(place, exceeded.what(), exceeded.fix());
                });
    }

    private static long records(ResourceRecordSet set) {
        return 1L + set.resourceRecords().size();
    }

    private static long octets(ResourceRecordSet set) {
        return set.resourceRecords().stream().mapToLong(record -> record.value().length()).sum();
    }

    private ListResourceRecordSetsRequest.Builder request() {
        return ListResourceRecordSetsRequest.builder().hostedZoneId(zoneId);
    }

    /**
     * Returns how many pages come before the one with the last list, revision or policy; of the set
     * after it, since a new revision would be listed there.
     */
    private static int pagesBeforeLastAnchor(List<List<ResourceRecordSet>> pages) {
        List<ResourceRecordSet> sets = flat(pages);
        int last = -1;
        for (int i = 0; i < sets.size(); i++) {
            if (isAnchor(sets.get(i))) {
                last = Math.min(i + 1, sets.size() - 1);
            }
        }
        int before = 0;
        for (int size = 0; before < pages.size(); before++) {
            size += pages.get(before).size();
            if (last < size) {
                return before;
            }
        }
        return before;
    }

    private static boolean isAnchor(ResourceRecordSet set) {
        String first = set.name().split("\\.", 2)[0];
        return first.startsWith("_") && !NO_MESH.contains(first);
    }

    private static List<ResourceRecordSet> flat(List<List<ResourceRecordSet>> pages) {
        return pages.stream().flatMap(List::stream).toList();
    }
}
