package dev.wgmesh.provision;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.dns.ZonesFirst;
import dev.wgmesh.model.Answer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Name;

/**
 * A mesh as it is at one moment, and the zones it is written in.
 *
 * @param zones that are to be written, by apex
 * @param host the records of the one host that was asked for besides, listed or not
 */
record MeshView(Mesh mesh, Map<Name, HostedZone> zones, Optional<Member> host) {
    /** Reads the zones of these RRsets from where they are hosted, then the mesh. */
    static MeshView read(
            Hosting hosting, MeshName list, Collection<Question> written, Optional<HostName> host) {
        var zones = new TreeMap<Name, HostedZone>();
        DnsSource source = hosting.source();
        for (Question question : written) {
            if (zones.keySet().stream().noneMatch(question.owner()::subdomain)) {
                HostedZone zone =
                        hosting.provider(question.owner())
                                .map(place -> HostedZone.read(place, written))
                                .orElseGet(
                                        () -> HostedZone.asked(source, question.owner(), written));
                zones.put(zone.zone().apex(), zone);
            }
        }
        List<ZoneContents> whole =
                zones.values().stream()
                        .filter(zone -> zone.provider().isPresent())
                        .map(HostedZone::zone)
                        .toList();
        var all = new ZonesFirst(whole, "what is written", source);
        return new MeshView(
                MeshReader.read(all, list),
                zones,
                host.map(name -> MeshReader.member(all, name, list)));
    }

    /** The host's own records, listed or not; empty where it has neither key nor address. */
    Optional<Member> present() {
        return host.filter(m -> !m.key().isAbsent() || !m.addresses().all().isEmpty());
    }

    /** The policy of the mesh; without one {@link Policy#NONE}. */
    Policy policy() {
        if (mesh.policy() instanceof Answer.Failed<Policy>(Problem problem)) {
            throw new Failure(Failure.Kind.UNREADABLE, List.of(problem));
        }
        return mesh.policy().found().orElse(Policy.NONE);
    }

    /** Whether a list of the mesh names the host. */
    boolean lists(HostName host) {
        return mesh.members().stream().anyMatch(member -> member.name().equals(host));
    }

    /** The records of the zones that are to be written, as far as they were read. */
    List<ZoneContents> contents() {
        return zones.values().stream().map(HostedZone::zone).toList();
    }

    /** The zone among them that holds the name. */
    HostedZone zoneOf(Name name) {
        return zones.values().stream()
                .filter(hosted -> name.subdomain(hosted.zone().apex()))
                .max((a, b) -> Integer.compare(a.zone().apex().labels(), b.zone().apex().labels()))
                .orElseThrow();
    }

    /**
     * What stops a decision about the mesh: its list could not be read, or there is none.
     *
     * @throws Failure UNREADABLE or INPUT
     */
    void requireMesh() {
        if (mesh.root().hosts() instanceof Answer.Failed<List<HostName>>(Problem problem)) {
            throw new Failure(Failure.Kind.UNREADABLE, List.of(problem));
        }
        if (policy().equals(Policy.NONE) && mesh.root().hosts().isAbsent()) {
            throw Failure.input(
                    mesh.name().text(),
                    "is no mesh: it has neither list nor policy",
                    "found it: wg-mesh init " + mesh.name() + " --pool 10.0.0.0/24");
        }
    }
}
