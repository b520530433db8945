package dev.wgmesh.validate.rule;

import dev.wgmesh.mesh.SharedNat;
import dev.wgmesh.mesh.UnreachableGroup;
import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListedMember;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.PublishedEndpoint;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules about endpoints of two members. */
final class SharedEndpointRules {
    private SharedEndpointRules() {}

    static List<Rule> all() {
        return List.of(new R005SharedEndpoint(), new R010SharedPort());
    }

    private static boolean isPublic(PublishedEndpoint published) {
        return published.endpoint().address().scope() == AddressScope.PUBLIC;
    }

    /** One public address and port at two members. */
    static final class R005SharedEndpoint implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "R005",
                    Level.WARNING,
                    "one endpoint at two members",
                    "One machine listens at an address and port: packets to the other member do "
                            + "not arrive. Behind one NAT, each member needs its own port.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream().flatMap(this::check);
        }

        private Stream<Finding> check(MeshTree tree) {
            Map<Endpoint, HostName> owners = new HashMap<>();
            return tree.members().values().stream()
                    .flatMap(member ->
                            member.publishedEndpoints().stream()
                                    .filter(SharedEndpointRules::isPublic)
                                    .flatMap(found -> check(found, member, owners).stream())
                                    .limit(1))
                    .toList()
                    .stream();
        }

        private Optional<Finding> check(
                PublishedEndpoint found, ListedMember member, Map<Endpoint, HostName> owners) {
            Optional<HostName> first =
                    Optional.ofNullable(owners.putIfAbsent(found.endpoint(), member.name()))
                            .filter(name -> !name.equals(member.name()));
            return first.map(name ->
                    finding(
                            FindingLocation.of(found.record()).withMember(member.name()),
                            found.endpoint()
                                    + " is an endpoint of "
                                    + member.name()
                                    + " and of "
                                    + name,
                            "give one of the two another port or address: wg-mesh set HOST"
                                    + " --endpoint ADDRESS:PORT"));
        }
    }

    /** One port at members behind one NAT. */
    static final class R010SharedPort implements Rule {
        /** A port behind a NAT, which is a text of {@link SharedNat}. */
        private record NatPort(String nat, int port) {}

        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "R010",
                    Level.WARNING,
                    "one port at members behind one NAT",
                    "The NAT gives the port of its public address to one of them; the others get "
                            + "ports that change, so members elsewhere do not meet them.",
                    "docs/node.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream().flatMap(this::check);
        }

        private Stream<Finding> check(MeshTree tree) {
            var groups = new LinkedHashMap<NatPort, List<ListedMember>>();
            for (ListedMember member : tree.members().values()) {
                Optional<Integer> port = member.port();
                if (port.isPresent() && !member.isNoPeer()) {
                    member.nats()
                            .forEach(nat ->
                                    groups.computeIfAbsent(
                                                    new NatPort(nat, port.get()),
                                                    _ -> new ArrayList<>())
                                            .add(member));
                }
            }
            return groups.entrySet().stream()
                    .filter(group -> group.getValue().size() > 1)
                    .map(group -> finding(group.getKey(), group.getValue()));
        }

        private Finding finding(NatPort shared, List<ListedMember> members) {
            HostName last = members.getLast().name();
            return finding(
                    FindingLocation.of(members.getLast().entry()),
                    UnreachableGroup.names(members.stream().map(ListedMember::name).toList())
                            + " have port "
                            + shared.port()
                            + " behind one NAT: "
                            + shared.nat(),
                    "give each its own port: wg-mesh set " + last + " --endpoint LAN-ADDRESS:PORT");
        }
    }
}
