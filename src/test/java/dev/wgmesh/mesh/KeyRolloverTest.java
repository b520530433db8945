package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.model.PskMode;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The keys of members, and of this node, while they are rotated. */
class KeyRolloverTest {
    private static final String A = "a.example.com mesh=10.0.0.1 at=203.0.113.1\n";
    private static final String B = "b.example.net mesh=10.0.0.2 at=198.51.100.2";
    private static final String FROM = " from=2026-01-01T00:05:00Z";
    private static final String ANNOUNCED = A + B + " next-key=k" + FROM;
    private static final String COMMITTED = A + B + " key=k";
    private static final PrivateKey OLD = PrivateKey.generate(new Random(1));
    private static final PrivateKey NEXT = PrivateKey.generate(new Random(2));

    private static SimulatedNode node() {
        SimulatedNode node = new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24");
        node.pass(A + B);
        return node.answered("b");
    }

    private static String changes(SimulatedNode node, String mesh) {
        return SimulatedNode.changes(node.pass(mesh));
    }

    private static SimulatedNode announced() {
        SimulatedNode node = node();
        assertEquals(
                "add peer k endpoint 198.51.100.2:51820 allowed-ips (none)\n",
                changes(node, ANNOUNCED));
        assertEquals("", changes(node, ANNOUNCED));
        return node;
    }

    @Test
    void a_next_key_is_a_peer_without_addresses_until_its_first_handshake() {
        SimulatedNode node = announced();
        node.later(Duration.ofMinutes(5)).answered("b").later(Duration.ofSeconds(1)).answered("k");
        assertEquals(
                "set peer b allowed-ips (none)\nset peer k allowed-ips 10.0.0.2\n",
                changes(node, ANNOUNCED));
        assertEquals("", changes(node, ANNOUNCED));
        assertEquals("remove peer b\n", changes(node, COMMITTED));
        assertEquals("", changes(node, COMMITTED));
    }

    /** Found by a virtual day: the peer stayed for ever, as that of a stranger. */
    @Test
    void a_next_key_that_is_withdrawn_is_removed_after_a_kill_too() {
        SimulatedNode node = announced();
        node.passBroken(A + B, 0);
        assertEquals("remove peer k\n", changes(node, A + B));
        assertEquals("", changes(node, A + B));
    }

    @Test
    void a_record_that_switches_before_the_node_does_cuts_nobody() {
        SimulatedNode node = announced();
        assertEquals("", changes(node, COMMITTED));
        node.later(Duration.ofSeconds(30)).answered("b");
        assertEquals("set peer k keepalive 25\n", changes(node, COMMITTED));
        assertEquals("", changes(node, A + "b.example.net key=fails mesh=fails"));
        node.later(Duration.ofSeconds(30)).answered("k");
        assertEquals(
                "set peer k allowed-ips 10.0.0.2 keepalive 0\nremove peer b\n",
                sorted(changes(node, COMMITTED)));
    }

    private static String sorted(String lines) {
        return lines.lines().sorted((a, b) -> b.compareTo(a)).reduce("", (a, b) -> a + b + "\n");
    }

    @Test
    void a_key_that_dns_no_longer_has_is_kept_for_an_hour_at_most() {
        SimulatedNode node = announced();
        changes(node, COMMITTED);
        for (int minutes = 2; minutes <= 60; minutes += 2) {
            node.later(Duration.ofMinutes(2)).answered("b");
            assertTrue(!changes(node, COMMITTED).contains("remove peer b"), "after " + minutes);
        }
        node.later(Duration.ofMinutes(1)).answered("b");
        assertTrue(changes(node, COMMITTED).contains("remove peer b"));
    }

    @Test
    void a_rotation_that_is_withdrawn_leaves_the_key_before() {
        SimulatedNode node = announced();
        assertEquals("remove peer k\n", changes(node, A + B));
        SimulatedNode switched = announced();
        switched.later(Duration.ofMinutes(5)).answered("k");
        changes(switched, ANNOUNCED);
        assertEquals("", changes(switched, A + B));
        switched.later(Duration.ofMinutes(1)).answered("b");
        assertTrue(changes(switched, A + B).contains("remove peer k"));
    }

    @Test
    void a_key_of_somebody_else_is_no_next_key() {
        String c = "\nc.example.net mesh=10.0.0.3 at=198.51.100.3";
        for (String key : new String[] {"a", "c"}) {
            SimulatedNode node = node();
            node.pass(A + B + c);
            assertEquals("", changes(node, A + B + " next-key=" + key + c));
        }
    }

    @Test
    void a_pinned_member_gets_its_next_key_in_the_reading_after_the_first() {
        SimulatedNode node = node().options(SimulatedNode.PINNED);
        assertEquals("", changes(node, ANNOUNCED));
        assertEquals(
                "add peer k endpoint 198.51.100.2:51820 allowed-ips (none)\n",
                changes(node, ANNOUNCED));
        assertEquals("", changes(node, A + B + " key=x next-key=y").replaceAll("remove.*\n", ""));
    }

    @Test
    void a_member_that_has_shown_the_secret_needs_it_with_its_next_key() {
        SimulatedNode node =
                new SimulatedNode("a", "10.0.0.1")
                        .on("eth0", "203.0.113.1/24")
                        .secret(PskMode.REQUIRED, PskSecret.generate(new Random(3)));
        node.pass(A + B);
        assertEquals(
                "add peer k endpoint 198.51.100.2:51820 allowed-ips (none) preshared-key\n",
                changes(node, ANNOUNCED));
    }

    private static String own(String key, String next) {
        return "a.example.com key=" + key + next + " mesh=10.0.0.1 at=203.0.113.1\n" + B;
    }

    private static String ownAnnounced() {
        return own(OLD.publicKey().base64(), " next-key=" + NEXT.publicKey().base64() + FROM);
    }

    private static SimulatedNode owner(PrivateKey... keys) {
        SimulatedNode node =
                new SimulatedNode("a", "10.0.0.1")
                        .holding(keys)
                        .on("eth0", "203.0.113.1/24")
                        .options(PassOptions.DEFAULT.watching());
        node.pass(own(OLD.publicKey().base64(), ""));
        return node.answered("b");
    }

    private static final String SWITCH =
            "set private-key of "
                    + NEXT.publicKey().base64().charAt(0)
                    + "\nset peer b keepalive 25\n";

    @Test
    void a_node_switches_to_its_next_key_at_the_full_minute_after_it_is_due() {
        SimulatedNode node = owner(OLD, NEXT);
        assertEquals("", changes(node, ownAnnounced()));
        assertEquals("", changes(node.later(Duration.ofSeconds(299)), ownAnnounced()));
        assertEquals("", changes(node.later(Duration.ofSeconds(10)), ownAnnounced()));
        assertEquals(SWITCH, changes(node.later(Duration.ofSeconds(51)), ownAnnounced()));
        assertEquals("set peer b keepalive 0\n", changes(node, ownAnnounced()));
        String committed = own(NEXT.publicKey().base64(), "");
        var plan = node.pass(committed);
        assertEquals("", SimulatedNode.changes(plan));
        assertEquals(
                "k: holds the key before the rotation; the key in force is in k.next\n",
                SimulatedNode.withoutFixes(plan.messages().notices()));
    }

    @Test
    void a_node_that_reads_the_commit_first_waits_for_the_full_minute_too() {
        SimulatedNode node = owner(OLD, NEXT);
        node.pass(ownAnnounced());
        node.later(Duration.ofSeconds(10));
        String committed = own(NEXT.publicKey().base64(), "");
        assertEquals("", changes(node, committed));
        assertEquals("", changes(node.later(Duration.ofSeconds(10)), committed));
        assertEquals(SWITCH, changes(node.later(Duration.ofSeconds(40)), committed));
    }

    @Test
    void a_node_without_its_next_key_keeps_its_key_and_says_so() {
        SimulatedNode node = owner(OLD);
        node.later(Duration.ofMinutes(6));
        var plan = node.pass(ownAnnounced());
        assertEquals("", SimulatedNode.changes(plan));
        assertEquals(
                "a.example.com: is this node, and its next key "
                        + NEXT.publicKey()
                        + " is in no key file here\n",
                SimulatedNode.withoutFixes(plan.messages().notices()));
    }

    @Test
    void a_node_whose_key_file_was_replaced_is_the_member_that_it_was() {
        SimulatedNode node = owner(OLD, NEXT);
        node.pass(ownAnnounced());
        assertEquals(SWITCH, changes(node, own(NEXT.publicKey().base64(), "")));
    }

    @Test
    void the_preshared_keys_change_with_the_key() {
        SimulatedNode node =
                new SimulatedNode("a", "10.0.0.1")
                        .holding(OLD, NEXT)
                        .on("eth0", "203.0.113.1/24")
                        .options(PassOptions.DEFAULT.watching())
                        .secret(PskMode.REQUIRED, PskSecret.generate(new Random(3)));
        node.pass(own(OLD.publicKey().base64(), ""));
        node.answered("b");
        node.pass(ownAnnounced());
        node.later(Duration.ofMinutes(5));
        assertEquals("set peer b preshared-key set\n" + SWITCH, changes(node, ownAnnounced()));
    }
}
