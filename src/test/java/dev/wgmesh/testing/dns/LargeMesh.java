package dev.wgmesh.testing.dns;

import dev.wgmesh.keys.PrivateKey;
import java.util.random.RandomGenerator;

/** The zone example.com of a mesh with many members in sub-lists, as zone-file text. */
public final class LargeMesh {
    /** What every zone of a test begins with. */
    public static final String HEAD =
            """
            $TTL 300
            @ IN SOA ns1 hostmaster 1 3600 900 604800 60
            @ IN NS ns1
            ns1 IN A 127.0.0.1
            """;

    private LargeMesh() {}

    /** The zone: {@code _p2p} with PTRs to {@code _p2p.list-1} and so on, members dealt in turn. */
    public static String zone(RandomGenerator random, int members, int lists) {
        var text = new StringBuilder(HEAD);
        text.append("_policy._p2p IN TXT \"pool=10.0.0.0/16\"\n");
        for (int list = 1; list <= lists; list++) {
            text.append("_p2p IN PTR _p2p.list-%d\n".formatted(list));
        }
        for (int i = 1; i <= members; i++) {
            String key = PrivateKey.generate(random).publicKey().toString();
            text.append(
                    """
                    _p2p.list-%1$d IN TXT "node-%2$d.example.com"
                    node-%2$d IN A 198.51.%3$d.%4$d
                    _wireguard.node-%2$d IN TXT "%5$s"
                    _wireguard.node-%2$d IN A 10.0.%3$d.%4$d
                    """
                            .formatted(i % lists + 1, i, i / 200, i % 200 + 1, key));
        }
        return text.toString();
    }
}
