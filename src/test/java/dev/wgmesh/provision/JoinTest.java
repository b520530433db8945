package dev.wgmesh.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Nat;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.MemoryHosting;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.zone.MeshCodec;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.Question;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class JoinTest {
    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final HostName NODE_D = new HostName("node-d.example.com");
    private static final PublicKey KEY_A =
            new PublicKey("MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=");
    private static final PublicKey KEY_D =
            new PublicKey("meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=");
    private static final String MEMBERS =
            """
            _p2p TXT "node-a.example.com"
            _policy._p2p TXT "pool=10.0.0.0/24"
            _policy._p2p TXT "allow=192.168.1.0/24"
            _wireguard.node-a TXT "%s"
            _wireguard.node-a A 10.0.0.1
            other A 10.0.0.2
            """
                    .formatted(KEY_A);

    private final List<String> kept = new ArrayList<>();

    @Test
    void a_join_writes_key_address_and_entry_and_raises_the_revision() throws Exception {
        var hosting = new MemoryHosting().with("example.com", MEMBERS);

        JoinResult joined = join(hosting, given(NODE_D, KEY_D));

        assertEquals(List.of(IpAddress.of("10.0.0.3")), joined.addresses());
        assertEquals(
                List.of(
                        "_p2p.example.com TXT",
                        "_revision._p2p.example.com TXT",
                        "_wireguard.node-d.example.com A",
                        "_wireguard.node-d.example.com TXT"),
                joined.plans().getFirst().changes().stream()
                        .map(RRsetChange::question)
                        .map(Question::toString)
                        .toList());
        assertEquals(1, revision(hosting));
        assertEquals(List.of(), mesh(hosting).problems());
        assertEquals(2, mesh(hosting).members().size());
    }

    @Test
    void the_apex_of_a_zone_does_not_join() {
        var hosting = new MemoryHosting().with("example.com", MEMBERS);
        var failure =
                assertThrows(
                        Failure.class,
                        () -> join(hosting, given(new HostName("example.com"), KEY_D)));
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        assertEquals(
                "example.com: is the apex of a zone: nodes would take the addresses of the zone as"
                        + " its endpoints; use a host name below the apex, such as node-a.example.com",
                failure.getMessage());
        assertEquals(1, mesh(hosting).members().size());
    }

    @Test
    void a_mesh_may_have_any_name_that_begins_with_an_underscore() throws Exception {
        var mesh = new MeshName("_vpn.example.com");
        var hosting = new MemoryHosting().with("example.com", MEMBERS.replace("_p2p", "_vpn"));
        var request = given(NODE_D, KEY_D);

        JoinResult joined =
                join(
                        hosting,
                        new JoinRequest(
                                NODE_D,
                                new ListRequest(mesh, Optional.empty()),
                                request.key(),
                                request.addresses(),
                                List.of(),
                                Metadata.NONE,
                                Optional.empty()));

        assertEquals(List.of(IpAddress.of("10.0.0.3")), joined.addresses());
        new Leave(hosting, NODE_D, mesh, false).run(patience(), CommitListener.NONE);
        assertEquals(1, MeshCodec.decode(mesh, hosting.snapshot()).members().size());
    }

    @Test
    void a_second_join_of_the_same_changes_nothing_and_one_that_differs_is_refused()
            throws Exception {
        var hosting = new MemoryHosting().with("example.com", MEMBERS);
        join(hosting, given(NODE_D, KEY_D));

        assertEquals(List.of(), join(hosting, given(NODE_D, KEY_D)).plans());
        assertEquals(List.of(), join(hosting, fresh(NODE_D)).plans());
        assertEquals(KEY_D, join(hosting, fresh(NODE_D)).key());
        assertEquals(List.of(), kept);
        assertEquals(1, revision(hosting));
        refused(
                hosting,
                given(NODE_D, new PublicKey("mEshKpyb8WxRc8OyF9sH5bQVaSBFa1Zk0Red6x704WY=")),
                "holds another key");
        refused(hosting, with(NODE_D, "10.0.0.9"), "has joined with [10.0.0.3], not with 10.0.0.9");
    }

    @Test
    void a_fresh_key_is_kept_once_and_before_anything_is_written() throws Exception {
        var hosting = new MemoryHosting().with("example.com", MEMBERS);
        var join = new Join(hosting, fresh(NODE_D));

        join.run(
                patience(),
                CommitListener.NONE,
                () -> kept.add("kept, revision " + revision(hosting)));

        assertEquals(List.of("kept, revision 0"), kept);
    }

    @Test
    void an_address_that_is_not_free_or_not_permitted_is_refused() {
        var hosting = new MemoryHosting().with("example.com", MEMBERS);

        refused(hosting, with(NODE_D, "10.0.0.1"), "belongs to node-a.example.com");
        refused(hosting, with(NODE_D, "10.0.0.2"), "belongs to other.example.com");
        refused(hosting, with(NODE_D, "10.0.0.0"), "is a network or broadcast address");
        refused(hosting, with(NODE_D, "10.0.0.255"), "is a network or broadcast address");
        refused(hosting, with(NODE_D, "10.0.1.1"), "is outside the pools");
        refused(hosting, with(NODE_D, "127.0.0.1"), "cannot be the address of a host");
        refused(hosting, given(NODE_D, KEY_A), "is the key of node-a.example.com");
        assertEquals(0, revision(hosting));
    }

    @Test
    void a_pool_asked_for_lies_within_the_policys_or_is_refused() throws Exception {
        var hosting = new MemoryHosting().with("example.com", MEMBERS);

        refused(hosting, pooled("10.1.0.0/24"), "is outside the pools of _p2p.example.com");
        assertEquals(
                List.of(IpAddress.of("10.0.0.129")),
                join(hosting, pooled("10.0.0.128/25")).addresses());
    }

    @Test
    void auto_gives_a_mesh_address_beside_a_chosen_address_on_the_lan() throws Exception {
        var hosting = new MemoryHosting().with("example.com", MEMBERS);
        var wish = new AddressRequest(List.of(IpAddress.of("192.168.1.4")), true, List.of());

        JoinResult joined = join(hosting, request(NODE_D, new KeyRequest.ExplicitKey(KEY_D), wish));

        assertEquals(
                List.of(IpAddress.of("10.0.0.3"), IpAddress.of("192.168.1.4")), joined.addresses());
    }

    @Test
    void a_full_pool_is_refused_and_names_the_way_out() {
        String full =
                "_p2p TXT node-a.example.com\n_policy._p2p TXT pool=10.0.0.0/30\n"
                        + "_wireguard.node-a TXT %s\n_wireguard.node-a A 10.0.0.1\n"
                                .formatted(KEY_A)
                        + "other A 10.0.0.2\n";

        refused(
                new MemoryHosting().with("example.com", full),
                given(NODE_D, KEY_D),
                "has no free address left in [10.0.0.0/30]");
    }

    @Test
    void without_a_pool_the_subnet_that_holds_most_members_is_taken() throws Exception {
        String members =
                "_p2p TXT a.example.com\n_p2p TXT b.example.com\n_p2p TXT c.example.com\n"
                        + "_wireguard.a A 10.2.0.1\n_wireguard.b A 10.1.0.1\n"
                        + "_wireguard.c A 10.1.0.2\n_wireguard.c AAAA fd00::7\n";
        var hosting = new MemoryHosting().with("example.com", members);

        JoinResult joined = join(hosting, given(NODE_D, KEY_D));

        assertEquals(
                List.of(IpAddress.of("10.1.0.3"), IpAddress.of("fd00::1")), joined.addresses());
        assertTrue(joined.warnings().toString().contains("choosing from 10.1.0.0/24, fd00::/64"));
    }

    @Test
    void a_member_that_cannot_be_read_stops_auto_but_not_a_chosen_address() throws Exception {
        var hosting =
                new MemoryHosting().with("example.com", MEMBERS + "_p2p TXT node-c.example.net\n");

        var failure = assertThrows(Failure.class, () -> join(hosting, given(NODE_D, KEY_D)));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertTrue(failure.toString().contains("node-c.example.net"), failure.toString());
        JoinResult joined = join(hosting, with(NODE_D, "10.0.0.7"));
        assertEquals(List.of(IpAddress.of("10.0.0.7")), joined.addresses());
        assertTrue(joined.warnings().toString().contains("node-c.example.net"));
    }

    @Test
    void across_zones_the_members_zone_is_written_first() throws Exception {
        var host = new HostName("node-c.example.net");
        var hosting = new MemoryHosting().with("example.com", MEMBERS).with("example.net", "");

        JoinResult joined = join(hosting, given(host, KEY_D));

        assertEquals(
                List.of("example.net.", "example.com."),
                joined.plans().stream().map(plan -> plan.zone().toString()).toList());
        assertEquals(List.of(), mesh(hosting).problems());
        assertEquals(2, mesh(hosting).members().size());
    }

    @Test
    void a_half_done_join_keeps_its_address_only_if_nobody_took_it_since() throws Exception {
        var host = new HostName("node-c.example.net");
        String half = "_wireguard.node-c TXT %s\n_wireguard.node-c A 10.0.0.%d\n";

        assertEquals(
                List.of(IpAddress.of("10.0.0.7")),
                join(
                                new MemoryHosting()
                                        .with("example.com", MEMBERS)
                                        .with("example.net", half.formatted(KEY_D, 7)),
                                given(host, KEY_D))
                        .addresses());
        assertEquals(
                List.of(IpAddress.of("10.0.0.3")),
                join(
                                new MemoryHosting()
                                        .with("example.com", MEMBERS)
                                        .with("example.net", half.formatted(KEY_D, 1)),
                                given(host, KEY_D))
                        .addresses());
    }

    @Test
    void endpoint_site_nat_and_net_are_published() throws Exception {
        var hosting = new MemoryHosting().with("example.com", MEMBERS);
        var metadata =
                Metadata.NONE
                        .withSite(Optional.of("home"))
                        .withNat(Optional.of(Nat.NO))
                        .withNets(List.of(Prefix.of("192.168.1.64/26")));
        var request =
                new JoinRequest(
                        NODE_D,
                        new ListRequest(MESH, Optional.empty()),
                        new KeyRequest.ExplicitKey(KEY_D),
                        new AddressRequest(List.of(), true, List.of()),
                        List.of(Endpoint.parse("203.0.113.9:4500").orElseThrow()),
                        metadata,
                        Optional.of(Duration.ofSeconds(60)));

        join(hosting, request);

        var member = mesh(hosting).members().getLast();
        assertEquals(metadata, member.metadataOrNone());
        assertEquals(4500, member.endpoints().getFirst().port());
        assertEquals(
                List.of(IpAddress.of("203.0.113.9")),
                member.endpoints().getFirst().addresses().all());
        assertEquals(List.of(), join(hosting, request).plans());
    }

    @Test
    void a_member_that_shares_a_public_address_gets_a_port_of_its_own() throws Exception {
        var hosting = new MemoryHosting().with("example.com", MEMBERS + "node-a A 203.0.113.7\n");

        JoinResult joined = join(hosting, atPort("203.0.113.7:51820", false, Metadata.NONE));

        assertEquals(51821, mesh(hosting).members().getLast().endpoints().getFirst().port());
        assertEquals(
                List.of(
                        "node-d.example.com: gets port 51821: node-a.example.com, which shares the"
                                + " address 203.0.113.7, has port 51820"),
                texts(joined));
        JoinResult again = join(hosting, atPort("203.0.113.7:51820", false, Metadata.NONE));
        assertEquals(List.of(), again.plans());
        assertEquals(List.of(), texts(again));
    }

    @Test
    void a_member_behind_the_nat_of_a_site_gets_a_port_of_its_own() throws Exception {
        Metadata home = Metadata.NONE.withSite(Optional.of("home"));
        assertEquals(51820, portAfterJoin(Metadata.NONE.withSite(Optional.of("x"))));
        assertEquals(51820, portAfterJoin(home.withNat(Optional.of(Nat.NO))));
        assertEquals(51821, portAfterJoin(home));
    }

    private int portAfterJoin(Metadata metadata) throws Exception {
        String site = "_meta._wireguard.node-a TXT site=home\n";
        var hosting = new MemoryHosting().with("example.com", MEMBERS + site);
        join(hosting, atPort("", false, metadata));
        return mesh(hosting).members().getLast().endpoints().getFirst().port();
    }

    @Test
    void a_port_that_was_asked_for_stays_and_a_shared_one_is_reported() throws Exception {
        var hosting = new MemoryHosting().with("example.com", MEMBERS + "node-a A 203.0.113.7\n");
        String shared =
                "node-d.example.com port 51820: is the port of node-a.example.com too, which shares"
                        + " the address 203.0.113.7: packets to one of the two do not arrive";
        JoinRequest request = atPort("203.0.113.7:51820", true, Metadata.NONE);
        assertEquals(List.of(shared), texts(join(hosting, request)));
        assertEquals(51820, mesh(hosting).members().getLast().endpoints().getFirst().port());
        assertEquals(List.of(shared), texts(join(hosting, request)));
    }

    private static JoinRequest atPort(String endpoint, boolean given, Metadata metadata) {
        return new JoinRequest(
                NODE_D,
                new ListRequest(MESH, Optional.empty()),
                new KeyRequest.ExplicitKey(KEY_D),
                new AddressRequest(List.of(), true, List.of()),
                Endpoint.parse(endpoint).stream().toList(),
                given,
                metadata,
                Optional.empty());
    }

    private static List<String> texts(JoinResult joined) {
        return joined.warnings().stream().map(p -> p.where() + ": " + p.what()).toList();
    }

    @Test
    void a_net_without_a_policy_is_refused_as_every_node_refuses_it() {
        var hosting =
                new MemoryHosting().with("example.com", MEMBERS.replaceAll("_policy[^\n]*\n", ""));
        var metadata = Metadata.NONE.withNets(List.of(Prefix.of("192.168.1.64/26")));
        var request =
                new JoinRequest(
                        NODE_D,
                        new ListRequest(MESH, Optional.empty()),
                        new KeyRequest.ExplicitKey(KEY_D),
                        new AddressRequest(List.of(IpAddress.of("10.0.0.9")), false, List.of()),
                        List.of(),
                        metadata,
                        Optional.empty());
        refused(hosting, request, "requires a policy");
    }

    @Test
    void an_endpoint_that_cannot_work_is_refused() {
        String lan = "_wireguard.node-a A 192.168.1.1\n_p2p PTR _p2p.eu\n";
        String sub = "_p2p.eu TXT e.example.com\n_policy._p2p.eu TXT pool=10.0.0.128/25\n";
        var hosting = new MemoryHosting().with("example.com", MEMBERS + lan + sub);

        for (String[] bad :
                new String[][] {
                    {"127.0.0.1", "is a loopback address"},
                    {"[::1]:51820", "is a loopback address"},
                    {"0.0.0.0", "is the unspecified address"},
                    {"224.0.0.1", "is a multicast, broadcast or reserved address"},
                    {"255.255.255.255", "is a multicast, broadcast or reserved address"},
                    {"ff02::1", "is a multicast, broadcast or reserved address"},
                    {"169.254.1.1", "is a link-local address"},
                    {"fe80::1", "is a link-local address"},
                    {"10.0.0.1", "is in the pool 10.0.0.0/24 of _p2p.example.com"},
                    {"10.0.0.77", "is in the pool 10.0.0.0/24 of _p2p.example.com"},
                    {"192.168.1.1", "is a mesh address of node-a.example.com"},
                    {"192.168.1.9", "is the only mesh address of node-d.example.com"}
                }) {
            boolean own = bad[0].equals("192.168.1.9");
            var wish =
                    new AddressRequest(
                            own ? List.of(IpAddress.of(bad[0])) : List.of(), !own, List.of());
            refused(
                    hosting,
                    new JoinRequest(
                            NODE_D,
                            new ListRequest(MESH, Optional.empty()),
                            new KeyRequest.ExplicitKey(KEY_D),
                            wish,
                            List.of(Endpoint.parse(bad[0]).orElseThrow()),
                            Metadata.NONE,
                            Optional.empty()),
                    bad[1]);
        }
        assertEquals(0, revision(hosting));
    }

    @Test
    void a_mesh_that_does_not_exist_is_reported_with_how_to_create_it() {
        var hosting = new MemoryHosting().with("example.com", "");

        var failure = assertThrows(Failure.class, () -> join(hosting, given(NODE_D, KEY_D)));
        assertEquals(Failure.Kind.INPUT, failure.kind());
        assertTrue(failure.toString().contains("wg-mesh init _p2p.example.com"));
    }

    @Test
    void forty_joins_give_forty_addresses_in_order() throws Exception {
        var hosting = new MemoryHosting().with("example.com", MEMBERS);
        var addresses = new HashSet<IpAddress>();

        for (int i = 0; i < 40; i++) {
            addresses.addAll(
                    join(hosting, fresh(new HostName("n" + i + ".example.com"))).addresses());
        }

        assertEquals(40, addresses.size());
        assertEquals(40, revision(hosting));
        assertEquals(41, mesh(hosting).members().size());
    }

    @Test
    void of_eight_writers_at_once_none_is_lost_and_no_address_is_given_twice() throws Exception {
        var hosting = new MemoryHosting().with("example.com", MEMBERS);
        List<Thread> writers =
                IntStream.range(0, 8)
                        .mapToObj(w -> Thread.ofVirtual().start(() -> tenJoins(hosting, w)))
                        .toList();
        for (Thread writer : writers) {
            writer.join();
        }

        Mesh mesh = mesh(hosting);
        assertEquals(81, mesh.members().size());
        assertEquals(List.of(), mesh.problems());
        assertEquals(
                81,
                mesh.members().stream()
                        .flatMap(m -> m.addresses().all().stream())
                        .distinct()
                        .count());
        assertEquals(80, revision(hosting));
    }

    private void tenJoins(MemoryHosting hosting, int writer) {
        for (int i = 0; i < 10; i++) {
            try {
                var host = new HostName("w" + writer + "-" + i + ".example.com");
                new Join(hosting, fresh(host)).run(patience(), CommitListener.NONE, () -> {});
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void an_address_given_is_never_reserved_used_or_outside_the_pool() {
        Seeds.check(
                50,
                random -> {
                    var text = new StringBuilder("_policy._p2p TXT pool=10.0.0.0/27\n");
                    for (int i = 0; i < 20; i++) {
                        text.append("x%d A 10.0.0.%d\n".formatted(i, random.nextInt(32)));
                    }
                    var hosting = new MemoryHosting().with("example.com", text.toString());
                    IpAddress given =
                            new Join(hosting, fresh(NODE_D)).plan().addresses().getFirst();
                    assertTrue(Prefix.of("10.0.0.0/27").contains(given));
                    assertTrue(!Prefix.of("10.0.0.0/27").isReserved(given));
                    assertTrue(!text.toString().contains(" A " + given + "\n"));
                });
    }

    private JoinResult join(MemoryHosting hosting, JoinRequest request)
            throws InterruptedException {
        return new Join(hosting, request)
                .run(patience(), CommitListener.NONE, () -> kept.add("kept"));
    }

    private void refused(MemoryHosting hosting, JoinRequest request, String why) {
        var failure = assertThrows(Failure.class, () -> join(hosting, request));
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        assertTrue(failure.toString().contains(why), failure.toString());
    }

    private static RetryPolicy patience() {
        return RetryPolicy.of(
                InstantSource.system(), RandomGenerator.getDefault(), Duration.ofSeconds(30));
    }

    private static Mesh mesh(MemoryHosting hosting) {
        return MeshCodec.decode(MESH, hosting.snapshot());
    }

    private static long revision(MemoryHosting hosting) {
        return hosting.snapshot().zones().stream()
                .flatMap(z -> z.rrset(Question.of("_revision._p2p.example.com", Type.TXT)).stream())
                .flatMap(set -> MeshRecords.revision(set).stream())
                .findFirst()
                .orElse(0L);
    }

    private static JoinRequest given(HostName host, PublicKey key) {
        return request(
                host,
                new KeyRequest.ExplicitKey(key),
                new AddressRequest(List.of(), true, List.of()));
    }

    private static JoinRequest fresh(HostName host) {
        var key = PrivateKey.generate(RandomGenerator.getDefault()).publicKey();
        return request(
                host,
                new KeyRequest.GeneratedKey(key),
                new AddressRequest(List.of(), true, List.of()));
    }

    private static JoinRequest with(HostName host, String address) {
        var wish = new AddressRequest(List.of(IpAddress.of(address)), false, List.of());
        return request(host, new KeyRequest.ExplicitKey(KEY_D), wish);
    }

    private static JoinRequest pooled(String pool) {
        var wish = new AddressRequest(List.of(), true, List.of(Prefix.of(pool)));
        return request(NODE_D, new KeyRequest.ExplicitKey(KEY_D), wish);
    }

    private static JoinRequest request(HostName host, KeyRequest key, AddressRequest addresses) {
        return new JoinRequest(
                host,
                new ListRequest(MESH, Optional.empty()),
                key,
                addresses,
                List.of(),
                Metadata.NONE,
                Optional.empty());
    }
}
