package dev.wgmesh.diagnosis;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A relay, and a node with nets behind it, pass packets on. */
final class ForwardingCheck implements Check {
    private static final String NAME = "ip_forward";

    @Override
    public List<CheckResult> run(NodeExamination node) {
        Optional<Member> self = node.mesh().self();
        if (self.isEmpty()) {
            return List.of(CheckResult.skipped(NAME, "this node is not known to be a member"));
        }
        Metadata metadata = self.get().metadataOrNone();
        boolean relay = metadata.services().relays();
        List<Prefix> nets = metadata.nets();
        if (!relay && nets.isEmpty()) {
            return List.of(
                    CheckResult.ok(NAME, "not needed: no relay, and no net behind this node"));
        }
        var faults = new ArrayList<CheckResult>();
        for (Family family : Family.values()) {
            boolean net = nets.stream().anyMatch(it -> it.family() == family);
            boolean relayed =
                    relay
                            && self.get().addresses().all().stream()
                                    .map(IpAddress::family)
                                    .anyMatch(family::equals);
            if (net && !forwards(node, family)) {
                faults.add(off(node, family, "has nets behind it", switchOf(family)));
            } else if (relayed && !forwards(node, family) && !forwardsMesh(node, family)) {
                faults.add(off(node, family, "is a relay", meshSwitchOf(node, family)));
            }
        }
        return faults.isEmpty() ? List.of(CheckResult.ok(NAME, "forwarding is on")) : faults;
    }

    private static CheckResult off(NodeExamination node, Family family, String why, String sysctl) {
        return CheckResult.failed(
                NAME,
                "this node %s, and does not forward IPv%s"
                        .formatted(why, family == Family.V4 ? "4" : "6"),
                "sysctl -w "
                        + (sysctl.equals(switchOf(Family.V6))
                                ? node.network().ipv6ForwardingSettings()
                                : sysctl + "=1"));
    }

    private static boolean forwards(NodeExamination node, Family family) {
        return node.host().isOn(switchOf(family));
    }

    private static boolean forwardsMesh(NodeExamination node, Family family) {
        return node.host().isOn(meshSwitchOf(node, family));
    }

    private static String switchOf(Family family) {
        return family == Family.V4 ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding";
    }

    /** IPv6 has one for an interface since Linux 6.17. */
    private static String meshSwitchOf(NodeExamination node, Family family) {
        if (family == Family.V4) {
            return "net.ipv4.conf." + node.device() + ".forwarding";
        }
        String own = "net.ipv6.conf." + node.device() + ".force_forwarding";
        return node.host().sysctls().containsKey(own) ? own : switchOf(family);
    }
}
