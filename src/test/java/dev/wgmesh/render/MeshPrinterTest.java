package dev.wgmesh.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.MeshCodec;
import dev.wgmesh.zone.MeshDnssec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MeshPrinterTest {
    private static final String A = "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=";
    private static final String B = "meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=";
    private static final String ZONE =
            """
            _p2p TXT "a.example.com"
            _p2p PTR _p2p.eu
            _p2p.eu TXT "b.example.com"
            _policy._p2p TXT "pool=10.0.0.0/8"
            _policy._p2p TXT "paths=tunnel"
            _policy._p2p TXT "ttl=600"
            _policy._p2p.eu TXT "pool=10.1.0.0/16"
            a A 203.0.113.1
            a AAAA 2001:db8::1
            _wireguard._udp.a SRV 0 0 4500 a
            _wireguard.a TXT "KEY-A"
            _wireguard.a A 10.0.0.1
            _wireguard.a AAAA fd00::1
            _meta._wireguard.a TXT "site=home"
            _meta._wireguard.a TXT "nat=no"
            _meta._wireguard.a TXT "net=10.7.0.0/16"
            _meta._wireguard.a TXT "next-key=KEY-B"
            _meta._wireguard.a TXT "colour=\\027[31mred"
            _wireguard.b A 10.1.0.2
            """
                    .replace("KEY-A", A)
                    .replace("KEY-B", B);
    private static final MeshPrinter TEXT = MeshPrinter.text(new TerminalColour(false));

    private static Mesh mesh(String zone) {
        return MeshCodec.decode(
                new MeshName("_p2p.example.com"), TestZones.text("example.com", zone));
    }

    @Test
    void members_of_sub_lists_name_their_list() {
        assertEquals(
                """
                MEMBER         ADDRESSES          ENDPOINTS                             SITE  KEY  LIST
                a.example.com  10.0.0.1, fd00::1  203.0.113.1:4500, [2001:db8::1]:4500  home  KEY  _p2p.example.com
                b.example.com  10.1.0.2           -                                     -     -    _p2p.eu.example.com
                """,
                TEXT.mesh(mesh(ZONE), MeshDnssec.NONE)
                        .replace(A, "KEY")
                        .replaceAll(" {41}(?= +(LIST|_))", ""));
    }

    @Test
    void all_that_is_known_of_a_member_is_shown_and_nothing_plays_with_the_terminal() {
        Mesh mesh = mesh(ZONE);
        String text = TEXT.member(mesh, mesh.members().getFirst(), MeshDnssec.NONE);
        assertEquals(
                """
                a.example.com
                  mesh       _p2p.example.com
                  key        KEY
                  next key   NEXT
                  addresses  10.0.0.1, fd00::1
                  nets       10.7.0.0/16
                  endpoints  203.0.113.1:4500, [2001:db8::1]:4500
                  site       home
                  nat        no
                  other      colour=\\u{1b}[31mred
                """
                        .replace("KEY", A)
                        .replace("NEXT", B),
                text);
        assertFalse(text.contains("\u001b"));
        assertTrue(
                TEXT.member(mesh, mesh.members().getLast(), MeshDnssec.NONE)
                        .contains("  list       _p2p.eu."));
    }

    @Test
    void a_mesh_without_members_says_so() {
        assertEquals(
                "_p2p.example.com has no members\n",
                TEXT.mesh(mesh("_policy._p2p TXT \"pool=10.0.0.0/24\"\n"), MeshDnssec.NONE));
    }

    @Test
    void json_leaves_out_what_does_not_exist_and_names_what_could_not_be_read() {
        JsonNode document =
                JsonMapper.shared()
                        .readTree(
                                MeshPrinter.json()
                                        .mesh(
                                                mesh(ZONE + "_p2p TXT \"c.example.org\"\n"),
                                                MeshDnssec.NONE));
        assertEquals(
                "{\"name\":\"_p2p.example.com\",\"members\":2,\"policy\":{\"pools\":[\"10.0.0.0/8\"],"
                        + "\"allow\":[],\"paths\":\"tunnel\",\"ttl\":600}}",
                document.get("lists").get(0).toString());
        assertEquals("_p2p.example.com", document.get("lists").get(1).get("parent").asString());
        JsonNode a = document.get("members").get(0);
        assertEquals(B, a.get("nextKey").asString());
        assertEquals("[\"colour=\\u001B[31mred\"]", a.get("other").toString());
        assertFalse(document.get("members").get(1).has("publicKey"));
        assertEquals(
                "[\"publicKey\",\"addresses\",\"endpoints\",\"metadata\"]",
                document.get("members").get(2).get("unread").toString());
    }
}
