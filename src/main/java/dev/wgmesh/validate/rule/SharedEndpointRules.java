package dev.wgmesh.validate.rule;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The rule about endpoints of two members. */
final class SharedEndpointRules {
    private SharedEndpointRules() {}

    static List<Rule> all() {
        return List.of(new R005SharedEndpoint());
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
                            member.publishedEndpoints()
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
}
