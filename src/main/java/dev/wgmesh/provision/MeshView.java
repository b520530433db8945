package dev.wgmesh.provision;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.model.Answer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProvider.Reading;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.Snapshot;
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
 * @param readings of the zones that can be written, by apex: what is decided on the mesh is
 *     committed under the condition that they still hold
 * @param host the records of the one host that was asked for besides, listed or not
 */
record MeshView(Mesh mesh, Map<Name, Reading> readings, Optional<Member> host) {
    /** Reads the zones that hold the names from where they are hosted, then the mesh. */
    static MeshView read(
            Hosting hosting, MeshName list, Collection<Name> written, Optional<HostName> host) {
        var readings = new TreeMap<Name, Reading>();
        for (Name name : written) {
            hosting.apexOf(name)
                    .filter(apex -> !readings.containsKey(apex))
                    .flatMap(hosting::provider)
                    .map(ZoneProvider::read)
                    .ifPresent(reading -> readings.put(reading.zone().apex(), reading));
        }
        List<ZoneContents> zones = readings.values().stream().map(Reading::zone).toList();
        var source =
                new ZonesFirst(new Snapshot(zones, Map.of(), Optional.empty()), hosting.source());
        Mesh mesh = MeshReader.read(source, list);
        return new MeshView(mesh, readings, host.map(h -> MeshReader.member(source, h, list)));
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

    /** The zones that were read from where they are hosted. */
    List<ZoneContents> zones() {
        return readings.values().stream().map(Reading::zone).toList();
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

    /** Answers from the zones that were read, and for all others from the source. */
    private record ZonesFirst(Snapshot zones, DnsSource source) implements DnsSource {
        @Override
        public Map<Question, Answer<RRset>> ask(Collection<Question> questions) {
            var answers = new TreeMap<Question, Answer<RRset>>();
            var others = questions.stream().filter(q -> zones.to(q).isEmpty()).toList();
            questions.forEach(q -> zones.to(q).ifPresent(answer -> answers.put(q, answer)));
            if (!others.isEmpty()) {
                answers.putAll(source.ask(others));
            }
            return answers;
        }

        @Override
        public String description() {
            return source.description();
        }
    }
}
