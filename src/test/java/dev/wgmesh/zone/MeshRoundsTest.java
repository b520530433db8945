package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.testing.RandomMesh;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.TestZones;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MeshRoundsTest {
    private static final MeshName MESH = new MeshName("_p2p.example.com");

    @Test
    void each_round_asks_for_what_is_new_and_the_mesh_is_that_of_one_decoding() {
        Seeds.check(
                100,
                random -> {
                    var all =
                            TestZones.everything(
                                    new MeshRecords(RandomMesh.TTL)
                                            .of(new RandomMesh(random).mesh()));
                    var known = new HashMap<Question, DnsAnswer<RRset>>();
                    MeshRounds rounds = MeshRounds.signed(MESH);
                    Set<Question> open = rounds.unanswered(cache(known));
                    while (!open.isEmpty()) {
                        for (Question question : open) {
                            assertTrue(!known.containsKey(question), question::toString);
                            known.put(question, all.answer(question).orElseThrow());
                        }
                        assertEquals(
                                MeshCodec.decode(MESH, cache(known)), rounds.decode(cache(known)));
                        open = rounds.unanswered(cache(known));
                    }
                    assertEquals(Set.of(), MeshCodec.unanswered(MESH, cache(known)));
                });
    }

    @Test
    void what_is_decoded_is_not_looked_up_again() {
        int thousand = lookups(1000);
        int four = lookups(4000);
        assertTrue(four <= 4 * thousand, "1,000 members: " + thousand + ", 4,000: " + four);
        assertTrue(thousand <= 23 * 1000, "1,000 members: " + thousand);
    }

    /** Returns how often answers are looked up to read a mesh of that many members. */
    private static int lookups(int members) {
        var text = new StringBuilder();
        for (int n = 0; n < members; n++) {
            text.append("_p2p TXT node-%d.example.com%n".formatted(n));
            text.append("node-%d A 192.0.2.1%n".formatted(n));
            text.append("_wireguard.node-%d A 10.0.%d.%d%n".formatted(n, n / 250, n % 250 + 1));
        }
        var zone = TestZones.text("example.com", text.toString());
        var known = new HashMap<Question, DnsAnswer<RRset>>();
        var lookups = new AtomicInteger();
        AnswerCache counting =
                question -> {
                    lookups.incrementAndGet();
                    return Optional.ofNullable(known.get(question));
                };
        MeshRounds rounds = MeshRounds.of(MESH);
        var asked = new HashSet<Question>();
        Set<Question> open = rounds.unanswered(counting);
        while (!open.isEmpty()) {
            asked.addAll(open);
            open.forEach(question -> known.put(question, zone.answer(question).orElseThrow()));
            open = rounds.unanswered(counting);
        }
        int before = lookups.get();
        Mesh mesh = rounds.decode(counting);
        assertEquals(before, lookups.get(), "lookups of what is decoded already");
        assertEquals(members, mesh.members().size());
        assertEquals(8 * members + 3, asked.size());
        return lookups.get();
    }

    private static AnswerCache cache(Map<Question, DnsAnswer<RRset>> known) {
        return question -> Optional.ofNullable(known.get(question));
    }
}
