package dev.wgmesh.provision;

import dev.wgmesh.model.HostName;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.Question;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** What names the RRsets that are a member's own. */
final class MemberRRsets {
    private MemberRRsets() {}

    /** Those that only a mesh has; not the endpoint addresses at HOST, which others use too. */
    static List<Question> own(HostName host) {
        Name wireguard = MeshOwner.wireguard(host);
        return List.of(
                new Question(wireguard, Type.TXT),
                new Question(wireguard, Type.A),
                new Question(wireguard, Type.AAAA),
                new Question(MeshOwner.service(host), Type.SRV),
                new Question(MeshOwner.reflexive(host), Type.SRV),
                new Question(MeshOwner.meta(host), Type.TXT));
    }
}
