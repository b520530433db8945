package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import java.util.List;
import java.util.Locale;

/** Where the endpoint of a peer comes from. */
public enum EndpointOrigin {
    /** An address of the host itself, at the default port. */
    DNS("address records of the host"),
    /** The target of its SRV record. */
    SRV("its SRV record"),
    /** A {@code _reflexive} record: its address and port as others see them. */
    OBSERVED("observed by another member"),
    /** No record: the peer sent packets from there. */
    ROAMED("the peer's own packets");

    private final String text;

    EndpointOrigin(String text) {
        this.text = text;
    }

    /** Returns the origin of an endpoint of a member. */
    public static EndpointOrigin of(Member member, Endpoint endpoint) {
        if (isIn(member.reflexive(), endpoint)) {
            return OBSERVED;
        }
        for (EndpointTarget target : member.endpoints()) {
            if (isOf(target, endpoint)) {
                boolean isHost =
                        target.name().equals(member.name())
                                && target.port() == Endpoint.DEFAULT_PORT;
                return isHost ? DNS : SRV;
            }
        }
        List<IpAddress> mesh = member.addresses().all();
        return mesh.contains(endpoint.address()) ? DNS : ROAMED;
    }

    private static boolean isIn(List<EndpointTarget> targets, Endpoint endpoint) {
        return targets.stream().anyMatch(target -> isOf(target, endpoint));
    }

    private static boolean isOf(EndpointTarget target, Endpoint endpoint) {
        return target.port() == endpoint.port()
                && target.addresses().all().contains(endpoint.address());
    }

    /** Returns the origin in words. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
