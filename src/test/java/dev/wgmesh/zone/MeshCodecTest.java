package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.testing.RandomMesh;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.TestZones;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeshCodecTest {
    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final String KEY = "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=";

    @Test
    void decode_of_encode_is_the_mesh() {
        Seeds.check(
                500,
                random -> {
                    Mesh mesh = new RandomMesh(random).mesh();
                    List<RRset> sets = new MeshRecords(RandomMesh.TTL).of(mesh);
                    assertEquals(mesh, MeshCodec.decode(MESH, TestZones.everything(sets)));
                });
    }

    @Test
    void asking_what_is_open_in_rounds_leads_to_the_same_mesh() {
        Seeds.check(
                100,
                random -> {
                    Mesh mesh = new RandomMesh(random).mesh();
                    DnsSnapshot all =
                            TestZones.everything(new MeshRecords(RandomMesh.TTL).of(mesh));
                    var known = new TreeMap<Question, DnsAnswer<RRset>>();
                    int rounds = 0;
                    for (var open = MeshCodec.unanswered(MESH, asked(known)); !open.isEmpty(); ) {
                        open.forEach(q -> known.put(q, all.answer(q).orElseThrow()));
                        open = MeshCodec.unanswered(MESH, asked(known));
                        rounds++;
                    }
                    assertEquals(mesh, MeshCodec.decode(MESH, asked(known)));
                    assertTrue(rounds <= 5, "rounds " + rounds);
                });
    }

    private static DnsSnapshot asked(Map<Question, DnsAnswer<RRset>> known) {
        return new DnsSnapshot(List.of(), known, Optional.empty());
    }

    @Test
    void every_problem_is_reported_and_hides_nothing_of_the_others() {
        Mesh mesh =
                decode(
                        """
                        _p2p TXT "good.example.com"
                        _p2p TXT "GOOD.example.com."
                        _p2p TXT "keyless.example.com"
                        _p2p TXT "short.example.com"
                        _p2p TXT "two.example.com"
                        _p2p TXT "has space.example.com"
                        _p2p TXT "nodots"
                        _p2p TXT "else.example.org"
                        _p2p PTR _p2p.other.org.
                        _p2p PTR _p2p
                        _wireguard.good TXT "%1$s"
                        _wireguard.good A 10.0.0.1
                        _wireguard.keyless A 10.0.0.2
                        _wireguard.short TXT "MEsH"
                        _wireguard.two TXT "%1$s"
                        _wireguard.two TXT "meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0="
                        _wireguard.two AAAA fd00::2
                        _meta._wireguard.good TXT "site=a" "b"
                        _meta._wireguard.good TXT "net=10.1.2.3/16"
                        _meta._wireguard.good TXT "nonsense"
                        """
                                .formatted(KEY));

        assertEquals(
"""
_p2p.example.com TXT: "has space.example.com" is not a full host name; list a full name, such as node-a.example.com
_p2p.example.com TXT: "nodots" is not a full host name; list a full name, such as node-a.example.com
_p2p.example.com PTR: _p2p.other.org cannot be a sub-list of _p2p.example.com; use a mesh name in or below example.com
_p2p.example.com PTR: _p2p.example.com is its own sub-list: the PTR records form a cycle; remove this PTR record
_wireguard.else.example.org TXT: its zone is not given; give its folder (--zones DIR), or a resolver (--resolver HOST)
_meta._wireguard.good.example.com TXT: cannot read "net=10.1.2.3/16"; write net=CIDR without host bits, such as 10.1.0.0/16
_meta._wireguard.good.example.com TXT: "nonsense" is not key=value; remove this record
_wireguard.keyless.example.com TXT: has no public key; publish the key: wg-mesh join keyless.example.com --public-key KEY
_wireguard.short.example.com TXT: has 3 bytes, expected 32; publish the 44 characters that wg pubkey prints
_wireguard.short.example.com A: has no mesh address; publish an address: wg-mesh join short.example.com
_wireguard.two.example.com TXT: has 2 keys, expected one; keep only the TXT record with the key\
""",
                mesh.problems().stream().map(Object::toString).collect(Collectors.joining("\n")));
        assertEquals(
                List.of("good.example.com"),
                mesh.members().stream()
                        .filter(Member::resolved)
                        .map(m -> m.name().text())
                        .toList());
        assertEquals(5, mesh.members().size());
        assertEquals(Optional.of("ab"), mesh.members().get(1).metadataOrNone().site());
    }

    @Test
    void a_policy_of_which_a_part_cannot_be_read_is_failed() {
        Mesh mesh = decode("_policy._p2p TXT \"pool=10.0.0.0/24\"\n_policy._p2p TXT \"allow=x\"\n");

        assertTrue(mesh.policy().isFailed());
        assertTrue(mesh.root().hosts().isAbsent());
    }

    @Test
    void sub_lists_below_the_fourth_are_not_read() {
        var text = new StringBuilder();
        String below = "";
        for (int depth = 1; depth < 7; depth++) {
            String list = "_p2p" + below;
            below = ".s" + depth + below;
            text.append("%s PTR _p2p%s\n".formatted(list, below));
            text.append("_p2p%s TXT n%d.example.com\n".formatted(below, depth));
        }
        Mesh mesh = decode(text.toString());

        assertEquals(
                List.of("n1", "n2", "n3", "n4"),
                mesh.members().stream().map(m -> m.name().text().substring(0, 2)).toList());
        assertTrue(mesh.problems().toString().contains("is more than 4 levels below the mesh"));
    }

    @Test
    void a_member_with_17_addresses_has_16_and_is_reported() {
        String addresses =
                IntStream.rangeClosed(1, 17)
                        .mapToObj(i -> "_wireguard.a A 10.0.0." + i)
                        .collect(Collectors.joining("\n"));
        Mesh mesh = decode("_p2p TXT a.example.com\n" + addresses + "\n");

        assertEquals(16, mesh.members().getFirst().addresses().all().size());
        assertTrue(mesh.problems().toString().contains("has 17 addresses, only 16 are used"));
    }

    @Test
    void a_member_has_16_addresses_of_both_families_together() {
        String records =
                IntStream.rangeClosed(1, 16)
                        .mapToObj(i ->
                                "_wireguard.a A 10.0.0.%d\n_wireguard.a AAAA fd00::%d\n"
                                        .formatted(i, i))
                        .collect(Collectors.joining());
        Mesh mesh = decode("_p2p TXT a.example.com\n" + records);

        var addresses = mesh.members().getFirst().addresses();
        assertEquals(8, addresses.v4().found().orElseThrow().size());
        assertEquals(8, addresses.v6().found().orElseThrow().size());
        assertTrue(mesh.problems().toString().contains("has 32 addresses, only 16 are used"));
    }

    @Test
    void a_member_has_8_endpoint_addresses_of_all_names_and_families_together() {
        var records = new StringBuilder("_p2p TXT a.example.com\n_wireguard.a A 10.0.0.1\n");
        for (int i = 1; i <= 8; i++) {
            records.append("_wireguard._udp.a SRV %d 0 51820 e%d\n".formatted(i, i));
            records.append("_reflexive._wireguard.a SRV 0 0 %d e%d\n".formatted(i, i));
            for (int j = 1; j <= 8; j++) {
                records.append("e%d A 198.51.%d.%d\n".formatted(i, i, j));
                records.append("e%d AAAA 2001:db8:%d::%d\n".formatted(i, i, j));
            }
        }
        Mesh mesh = decode(records.toString());

        var member = mesh.members().getFirst();
        assertEquals(
                8,
                Stream.of(member.endpoints(), member.reflexive())
                        .flatMap(List::stream)
                        .mapToInt(target -> target.addresses().all().size())
                        .sum());
        assertEquals("e1.example.com", member.endpoints().getFirst().name().text());
        assertTrue(
                mesh.problems().toString().contains("has 256 endpoint addresses, only 8 are used"),
                mesh.problems()::toString);
    }

    @Test
    void a_key_in_two_strings_and_odd_case_is_read() {
        Mesh mesh =
                decode(
                        """
                        _P2P TXT A.Example.COM.
                        _WireGuard.A TXT "%s" "%s"
                        _wireguard.a A 10.0.0.1
                        """
                                .formatted(KEY.substring(0, 20), KEY.substring(20)));

        Member member = mesh.members().getFirst();
        assertEquals(new HostName("a.example.com"), member.name());
        assertEquals(KEY, member.key().found().orElseThrow().base64());
    }

    @Test
    void an_alias_loop_is_a_failure_of_that_lookup_alone() {
        var hosts = new ArrayList<String>();
        Mesh mesh =
                decode(
                        """
                        _p2p TXT a.example.com
                        _p2p TXT b.example.com
                        a CNAME c
                        c CNAME a
                        _wireguard.a TXT %s
                        _wireguard.a A 10.0.0.1
                        """
                                .formatted(KEY));
        mesh.members().forEach(m -> hosts.add(m.name() + " " + m.resolved()));

        assertEquals(List.of("a.example.com true", "b.example.com false"), hosts);
        assertTrue(mesh.members().getFirst().endpoints().getFirst().addresses().anyFailed());
        assertTrue(mesh.problems().toString().contains("probably a CNAME loop"));
    }

    @Test
    void a_reflexive_record_that_cannot_be_read_is_not_an_absent_one() {
        String member = "_p2p TXT a.example.com\n_wireguard.a TXT %s\n".formatted(KEY);
        String loop = "_reflexive._wireguard.a CNAME c\nc CNAME _reflexive._wireguard.a\n";
        Member absent = decode(member).members().getFirst();
        Member failed = decode(member + loop).members().getFirst();

        assertEquals(List.of(), absent.reflexive());
        assertTrue(failed.reflexive().getFirst().addresses().anyFailed());
    }

    @Test
    void of_more_than_200_lists_those_that_have_the_others_count_as_failed() {
        String lists =
                IntStream.rangeClosed(1, 200)
                        .mapToObj(n -> "_p2p PTR _p2p.s" + n + "\n_p2p.s" + n + " TXT h" + n)
                        .collect(Collectors.joining("\n"));
        Mesh mesh = decode(lists);
        assertEquals(200, mesh.lists().size());
        assertTrue(mesh.lists().getFirst().hosts() instanceof DnsAnswer.Failed);
        assertTrue(
                mesh.problems().stream()
                        .anyMatch(problem -> problem.what().contains("more than 200 lists")),
                mesh.problems()::toString);
        assertTrue(
                decode(lists.replace("_p2p PTR _p2p.s200\n", "")).lists().getFirst().hosts()
                        instanceof DnsAnswer.Absent);
    }

    private static Mesh decode(String text) {
        return MeshCodec.decode(MESH, TestZones.text("example.com", text));
    }
}
