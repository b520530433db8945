package dev.wgmesh.testing;

import dev.wgmesh.keys.PublicKey;
import java.nio.ByteBuffer;
import java.util.Base64;

/** The zone file of a mesh of any size: lists of 50 members, each with a pool of its own. */
public final class PooledMesh {
    private static final int LIST = 50;

    private PooledMesh() {}

    /** Returns the host name of a member. */
    public static String host(int number) {
        return "m" + number + ".example.com";
    }

    /** Returns the key of a member. */
    public static PublicKey key(int number) {
        byte[] bytes = new byte[32];
        ByteBuffer.wrap(bytes).putInt(0x9e3779b9 * (number + 1)).putInt(28, number);
        bytes[31] &= 0x7f;
        return new PublicKey(Base64.getEncoder().encodeToString(bytes));
    }

    /** Returns the zone example.com with the mesh {@code _p2p.example.com}. */
    public static String zone(int members) {
        var zone =
                new StringBuilder(
                        """
                        $ORIGIN example.com.
                        $TTL 300
                        @ SOA ns1 hostmaster 1 3600 600 604800 300
                        @ NS ns1
                        ns1 A 192.0.2.53
                        _policy._p2p TXT "pool=10.0.0.0/8"
                        """);
        for (int i = 0; i < members; i++) {
            String list = "_l" + i / LIST + "._p2p";
            int net = i / LIST;
            if (i % LIST == 0) {
                zone.append("_p2p PTR " + list + "\n");
                zone.append("_policy." + list + " TXT \"pool=10.1." + net + ".0/24\"\n");
            }
            zone.append(list + " TXT \"" + host(i) + "\"\n");
            zone.append("m" + i + " A 45.1." + net + "." + (i % LIST + 1) + "\n");
            zone.append("_wireguard.m" + i + " A 10.1." + net + "." + (i % LIST + 1) + "\n");
            zone.append("_wireguard.m" + i + " TXT \"" + key(i) + "\"\n");
        }
        return zone.toString();
    }
}
