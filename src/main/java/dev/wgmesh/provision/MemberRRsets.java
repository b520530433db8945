package dev.wgmesh.provision;

import dev.wgmesh.model.HostName;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** What names the RRsets that are a member's own. */
final class MemberRRsets {
    private MemberRRsets() {}

    /**
     * Returns those that only a mesh has; not the endpoint addresses at HOST, which others use too.
     */
    static List<Question> of(HostName host) {
        Name wireguard = OwnerNames.wireguard(host);
        return List.of(
                new Question(wireguard, Type.TXT),
                new Question(wireguard, Type.A),
                new Question(wireguard, Type.AAAA),
                new Question(OwnerNames.service(host), Type.SRV),
                new Question(OwnerNames.reflexive(host), Type.SRV),
                new Question(OwnerNames.reflexiveTarget(host), Type.A),
                new Question(OwnerNames.reflexiveTarget(host), Type.AAAA),
                new Question(OwnerNames.meta(host), Type.TXT),
                new Question(OwnerNames.signature(host), Type.TXT));
    }
}
