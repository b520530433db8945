package dev.wgmesh.testing.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/** Checks that the double is as strict as Route53, with Amazon's client. */
class FakeRoute53Test {
    private FakeRoute53 route53;
    private Route53Client client;

    @BeforeEach
    void open() throws IOException {
        route53 = FakeRoute53.start(Behaviour.QUICK, InstantSource.system());
        route53.host("Z1", "example.com", "", false);
        route53.put("Z1", "example.com", "NS", 300, List.of("ns1.example.net."));
        route53.put("Z1", "example.com", "SOA", 900, List.of("a. b. 1 7200 900 1209600 86400"));
        route53.put("Z1", "list.example.com", "TXT", 60, List.of("\"a\"", "\"b\""));
        client =
                Route53Client.builder()
                        .region(Region.US_EAST_1)
                        .endpointOverride(route53.endpoint())
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
                        .httpClient(UrlConnectionHttpClient.create())
                        .overrideConfiguration(
                                c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                        .build();
    }

    @AfterEach
    void close() {
        client.close();
        route53.close();
    }

    private static Change change(
            ChangeAction action, String name, String type, long ttl, List<String> values) {
        var set =
                ResourceRecordSet.builder()
                        .name(name)
                        .type(type)
                        .ttl(ttl)
                        .resourceRecords(
                                values.stream()
                                        .map(v -> ResourceRecord.builder().value(v).build())
                                        .toList())
                        .build();
        return Change.builder().action(action).resourceRecordSet(set).build();
    }

    private static Change change(ChangeAction action, String name, String type, String... values) {
        return change(action, name, type, 60, List.of(values));
    }

    private void send(Change... changes) {
        client.changeResourceRecordSets(
                r -> r.hostedZoneId("Z1").changeBatch(b -> b.changes(changes)));
    }

    private String refused(Change... changes) {
        List<String> before = route53.sets("Z1");
        var refused = assertThrows(Route53Exception.class, () -> send(changes));
        assertEquals(before, route53.sets("Z1"));
        return refused.awsErrorDetails().errorCode()
                + " "
                + refused.awsErrorDetails().errorMessage();
    }

    @Test
    void a_batch_is_done_as_a_whole_or_not_at_all() {
        assertEquals(
                "InvalidChangeBatch [Tried to create resource record set"
                        + " [name='list.example.com.', type='TXT'] but it already exists]",
                refused(
                        change(ChangeAction.CREATE, "x.example.com", "A", "192.0.2.1"),
                        change(ChangeAction.CREATE, "list.example.com", "TXT", "\"c\"")));
    }

    @Test
    void a_deletion_must_name_ttl_and_values_exactly() {
        String text = "[name='list.example.com.', type='TXT'] but the values provided do not match";
        for (Change wrong :
                List.of(
                        change(ChangeAction.DELETE, "list.example.com", "TXT", "\"a\""),
                        change(
                                ChangeAction.DELETE,
                                "list.example.com",
                                "TXT",
                                61,
                                List.of("\"a\"", "\"b\"")))) {
            assertEquals(
                    "InvalidChangeBatch [Tried to delete resource record set "
                            + text
                            + " the current values]",
                    refused(wrong));
        }
        send(change(ChangeAction.DELETE, "LIST.example.com.", "TXT", "\"b\"", "\"a\""));
        assertEquals(2, route53.sets("Z1").size());
    }

    @Test
    void deleting_and_creating_in_one_batch_compares_and_swaps() {
        send(
                change(ChangeAction.DELETE, "list.example.com", "TXT", "\"a\"", "\"b\""),
                change(ChangeAction.CREATE, "list.example.com", "TXT", "\"c\""));
        assertEquals("list.example.com. 60 TXT \"c\"", route53.sets("Z1").getLast());
    }

    @Test
    void of_two_that_read_and_upsert_one_is_lost() {
        List<String> read = List.of("\"a\"", "\"b\"");
        for (String mine : List.of("\"c\"", "\"d\"")) {
            var values = new ArrayList<>(read);
            values.add(mine);
            send(change(ChangeAction.UPSERT, "list.example.com", "TXT", 60, values));
        }
        assertEquals(
                "list.example.com. 60 TXT \"a\" | \"b\" | \"d\"", route53.sets("Z1").getLast());
    }

    /** A batch that is turned away, and why. */
    private record RejectedBatch(String why, Change... changes) {}

    @TestFactory
    Stream<DynamicTest> a_batch_is_rejected_for() {
        var many = IntStream.range(0, 334).mapToObj(i -> "\"" + i + "\"").toList();
        var hundreds = IntStream.range(0, 161).mapToObj(i -> "\"" + "%098d".formatted(i) + "\"");
        return Stream.of(
                        new RejectedBatch(
                                "[Number of records limit of 1000 exceeded.]",
                                change(ChangeAction.UPSERT, "x.example.com", "TXT", 1, many),
                                change(ChangeAction.CREATE, "y.example.com", "TXT", 1, many)),
                        new RejectedBatch(
                                "[Number of characters limit of 32000 exceeded.]",
                                change(
                                        ChangeAction.UPSERT,
                                        "x.example.com",
                                        "TXT",
                                        1,
                                        hundreds.toList())),
                        new RejectedBatch(
                                "[Number of resource records limit of 400 exceeded by"
                                        + " [name='x.example.com.', type='TXT']]",
                                change(
                                        ChangeAction.CREATE,
                                        "x.example.com",
                                        "TXT",
                                        1,
                                        IntStream.range(0, 401)
                                                .mapToObj(i -> "\"" + i + "\"")
                                                .toList())),
                        new RejectedBatch(
                                "[RRSet with DNS name x.example.net. is not permitted in zone"
                                        + " example.com.]",
                                change(ChangeAction.CREATE, "x.example.net", "A", "192.0.2.1")),
                        new RejectedBatch(
                                "[Invalid Resource Record: 'FATAL problem: InvalidCharacterString"
                                        + " (Value should be enclosed in quotation marks)"
                                        + " encountered with 'open'']",
                                change(ChangeAction.CREATE, "x.example.com", "TXT", "open")),
                        new RejectedBatch(
                                "[Invalid Resource Record: 'FATAL problem: CharacterStringTooLong"
                                        + " (Value is too long) encountered with '\""
                                        + "x".repeat(256)
                                        + "\"'']",
                                change(
                                        ChangeAction.CREATE,
                                        "x.example.com",
                                        "TXT",
                                        "\"" + "x".repeat(256) + "\"")),
                        new RejectedBatch(
                                "[Duplicate Resource Record: '192.0.2.1']",
                                change(
                                        ChangeAction.CREATE,
                                        "x.example.com",
                                        "A",
                                        "192.0.2.1",
                                        "192.0.2.1")),
                        new RejectedBatch(
                                "[Tried to delete resource record set [name='x.example.com.',"
                                        + " type='A'] but it was not found]",
                                change(ChangeAction.DELETE, "x.example.com", "A", "192.0.2.1")),
                        new RejectedBatch(
                                "[The request contains an invalid set of changes for a resource"
                                        + " record set 'x.example.com. A']",
                                change(ChangeAction.CREATE, "x.example.com", "A", "192.0.2.1"),
                                change(ChangeAction.DELETE, "x.example.com", "A", "192.0.2.1")),
                        new RejectedBatch(
                                "[A HostedZone must contain exactly one SOA record.]",
                                change(
                                        ChangeAction.DELETE,
                                        "example.com",
                                        "SOA",
                                        900,
                                        List.of("a. b. 1 7200 900 1209600 86400"))),
                        new RejectedBatch(
                                "[A HostedZone must contain at least one NS record for the zone"
                                        + " itself.]",
                                change(
                                        ChangeAction.DELETE,
                                        "example.com",
                                        "NS",
                                        300,
                                        List.of("ns1.example.net."))),
                        new RejectedBatch(
                                "[RRSet of type TXT with DNS name list.example.com. is not"
                                        + " permitted because a conflicting RRSet of type CNAME"
                                        + " with the same DNS name already exists in zone"
                                        + " example.com.]",
                                change(ChangeAction.CREATE, "list.example.com", "CNAME", "x.")))
                .map(bad ->
                        DynamicTest.dynamicTest(
                                bad.why(),
                                () ->
                                        assertEquals(
                                                "InvalidChangeBatch " + bad.why(),
                                                refused(bad.changes()))));
    }

    @Test
    void a_plain_set_cannot_be_beside_weighted_ones() {
        route53.put("Z1", "w.example.com", "A", "one", 60, List.of("192.0.2.1"), weight());
        assertEquals(
                "InvalidChangeBatch [RRSet with DNS name w.example.com., type A cannot be created"
                        + " as other RRSets exist with the same name and type.]",
                refused(change(ChangeAction.CREATE, "w.example.com", "A", "192.0.2.2")));
    }

    private static Map<String, String> weight() {
        return Map.of("Weight", "1");
    }

    @Test
    void a_listing_goes_by_name_type_and_identifier_in_pages_of_two() {
        for (String identifier : List.of("c", "a", "b")) {
            route53.put("Z1", "w.example.com", "A", identifier, 60, List.of("192.0.2.1"), weight());
        }
        route53.put("Z1", "a.b.example.com", "A", 60, List.of("192.0.2.1"));
        route53.put("Z1", "*.example.com", "A", 60, List.of("192.0.2.1"));
        var names = new ArrayList<String>();
        ListResourceRecordSetsRequest next =
                ListResourceRecordSetsRequest.builder().hostedZoneId("Z1").build();
        while (true) {
            var page = client.listResourceRecordSets(next);
            names.add(
                    String.join(
                            " ",
                            page.resourceRecordSets().stream()
                                    .map(s ->
                                            s.name()
                                                    + s.typeAsString()
                                                    + (s.setIdentifier() == null
                                                            ? ""
                                                            : s.setIdentifier()))
                                    .toList()));
            if (!page.isTruncated()) {
                break;
            }
            next =
                    next.toBuilder()
                            .startRecordName(page.nextRecordName())
                            .startRecordType(page.nextRecordType())
                            .startRecordIdentifier(page.nextRecordIdentifier())
                            .build();
        }
        assertEquals(
                List.of(
                        "example.com.NS example.com.SOA",
                        "\\052.example.com.A a.b.example.com.A",
                        "list.example.com.TXT w.example.com.Aa",
                        "w.example.com.Ab w.example.com.Ac"),
                names);
    }

    @Test
    void zones_are_listed_by_name_from_a_name_on() {
        route53.host("Z2", "b.example.com", "", false);
        route53.host("Z3", "example.com", "other", true);
        var page = client.listHostedZonesByName(r -> r.dnsName("example.com"));
        assertEquals(
                List.of("/hostedzone/Z1", "/hostedzone/Z3"),
                page.hostedZones().stream().map(z -> z.id()).toList());
        assertEquals("b.example.com.", page.nextDNSName());
        assertEquals("Z2", page.nextHostedZoneId());
    }

    @Test
    void a_sixth_call_in_a_second_is_one_too_many() {
        route53.behave(Behaviour.QUICK.withThrottling());
        var refused =
                assertThrows(
                        Route53Exception.class,
                        () -> {
                            for (int i = 0; i < 30; i++) {
                                client.listHostedZones();
                            }
                        });
        assertEquals(400, refused.statusCode());
        assertEquals("Throttling", refused.awsErrorDetails().errorCode());
        assertEquals("Rate exceeded", refused.awsErrorDetails().errorMessage());
    }

    @Test
    void a_zone_does_one_change_at_a_time() {
        route53.behave(Behaviour.QUICK.withBusy(Duration.ofHours(1)));
        send(change(ChangeAction.CREATE, "x.example.com", "A", "192.0.2.1"));
        assertEquals(
                "PriorRequestNotComplete The request was rejected because Route 53 was still"
                        + " processing a prior request.",
                refused(change(ChangeAction.CREATE, "y.example.com", "A", "192.0.2.1")));
    }
}
