package dev.wgmesh.mesh;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.NodeFacts.InterfaceAddress;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The network of a node, for decisions about endpoints and paths. */
record NodeNetwork(NodeFacts facts) {
    /** The device of the narrowest on-link prefix that contains the address. */
    Optional<String> linkTo(IpAddress address) {
        return facts.onLink().stream()
                .filter(link -> link.prefix().contains(address))
                .max(Comparator.comparingInt(link -> link.prefix().length()))
                .map(OnLinkPrefix::device);
    }

    boolean isOnLink(IpAddress address) {
        return linkTo(address).isPresent();
    }

    /** Returns every address of other interfaces. */
    Set<IpAddress> addresses() {
        return facts.addresses().stream()
                .map(InterfaceAddress::address)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns whether packets of the family can be sent; an unknown node has both. */
    boolean hasFamily(Family family) {
        return facts.addresses().isEmpty()
                || facts.addresses().stream()
                        .map(InterfaceAddress::address)
                        .anyMatch(a -> a.family() == family && a.scope().isUnicast());
    }

    /**
     * Returns the addresses whose change makes sessions stale: those on LANs, without containers.
     */
    List<IpAddress> lanAddresses() {
        Set<String> links =
                facts.onLink().stream().map(OnLinkPrefix::device).collect(Collectors.toSet());
        return facts.addresses().stream()
                .filter(a -> links.contains(a.device()))
                .map(InterfaceAddress::address)
                .filter(a -> a.scope().isUnicast())
                .distinct()
                .sorted()
                .toList();
    }
}
