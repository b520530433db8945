package dev.wgmesh.testing.race;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneText;
import java.util.Optional;
import java.util.Random;
import org.xbill.DNS.Name;

/** The mesh before a race: one member, a pool, revision 1. */
public final class RaceMesh {
    /** Its name. */
    public static final MeshName MESH = new MeshName("_p2p.example.com");

    /** Its one member. */
    public static final HostName FOUNDER = new HostName("founder.example.com");

    /** The name of its zone. */
    static final Name APEX = Question.name("example.com");

    /** Its zone. */
    static final String ZONE =
            """
            $TTL 300
            $ORIGIN example.com.
            @ IN SOA ns1 hostmaster 1 3600 900 86400 60
            @ IN NS ns1
            ns1 IN A 127.0.0.1
            _p2p IN TXT "founder.example.com"
            _policy._p2p IN TXT "pool=10.0.0.0/16"
            _revision._p2p IN TXT "1"
            _wireguard.founder IN TXT "%s"
            _wireguard.founder IN A 10.0.0.1
            """
                    .formatted(key(FOUNDER));

    private RaceMesh() {}

    /** Its zone as it is read. */
    static ZoneContents contents() {
        return ZoneText.read("example.com.zone", _ -> ZONE, Optional.empty()).contents();
    }

    /** The public key of a host, always the same. */
    static PublicKey key(HostName host) {
        return PrivateKey.generate(new Random(host.text().hashCode())).publicKey();
    }
}
