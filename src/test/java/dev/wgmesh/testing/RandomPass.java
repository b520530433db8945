package dev.wgmesh.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random meshes as lines of {@link MeshFixture}, with conflicts, failures and changes. */
public final class RandomPass {
    private static final List<String> LETTERS = List.of("b", "c", "d", "e", "f", "g", "h");

    private final RandomGenerator random;

    public RandomPass(RandomGenerator random) {
        this.random = random;
    }

    /** The lines of a mesh: its policy first, then node a, then some of the others. */
    public List<String> mesh() {
        var lines = new ArrayList<String>();
        if (random.nextBoolean()) {
            String paths = one("", " paths=tunnel", " paths=auto", " paths=origin");
            lines.add(
                    "policy pool=10.0.0.0/24,fd00::/64 allow=192.168.0.0/16,172.16.0.0/12" + paths);
        }
        lines.add("a.example.com mesh=10.0.0.1,fd00::1" + one("", " at=203.0.113.1", " nat=yes"));
        for (String letter : LETTERS) {
            if (random.nextInt(5) > 0) {
                lines.add(member(letter));
            }
        }
        return lines;
    }

    private String member(String letter) {
        var line = new StringBuilder(letter).append(one(".example.com", ".example.net"));
        line.append(" mesh=10.0.0.").append(random.nextInt(1, 12));
        line.append(
                one(
                        "",
                        ",fd00::" + random.nextInt(1, 12),
                        ",192.168.1." + random.nextInt(1, 8),
                        ",198.51.100." + random.nextInt(1, 5)));
        line.append(
                one(
                        "",
                        " at=192.168.1." + random.nextInt(1, 8),
                        " at=198.51.100." + random.nextInt(1, 5),
                        " at=198.51.100.9,192.168.1." + random.nextInt(1, 8),
                        " at=10.0.0." + random.nextInt(1, 12),
                        " at=fails"));
        line.append(
                one("", "", "", " net=172.16." + random.nextInt(3) + ".0/24", " net=10.0.0.0/28"));
        line.append(one("", "", " nat=no", " site=home", " meta=fails"));
        line.append(
                one(
                        "",
                        "",
                        "",
                        "",
                        " mesh6=fails",
                        " mesh=fails",
                        " key=fails",
                        " key=none",
                        " key=b"));
        return line.toString();
    }

    /** Sessions that come, roam and fade on a node. */
    public void live(SimulatedNode node) {
        for (String letter : LETTERS) {
            if (node.peers().containsKey(MeshFixture.key(letter))) {
                switch (random.nextInt(5)) {
                    case 0 -> node.answered(letter, "192.168.1." + random.nextInt(1, 8) + ":51820");
                    case 1 -> node.answered(letter, "192.0.2.7:" + random.nextInt(1024, 9999));
                    case 2 -> node.sends(letter, 148);
                    default -> {}
                }
            }
        }
        node.later(Duration.ofSeconds(random.nextInt(1, 400)));
    }

    /** The same lines in another order; a policy stays first. */
    public List<String> shuffled(List<String> lines) {
        var members = new ArrayList<>(lines);
        var head = new ArrayList<String>();
        if (members.getFirst().startsWith("policy")) {
            head.add(members.removeFirst());
        }
        Collections.shuffle(members, random);
        head.addAll(members);
        return head;
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }
}
