package dev.wgmesh.config;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.plan.Location;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Type;

/** The mesh of a command that names none. */
final class DefaultMesh {
    private static final String LIST = RecordFormat.P2P + ".";
    private static final String POLICY = RecordFormat.POLICY + ".";

    private DefaultMesh() {}

    /** Returns the questions that find a mesh at the apex of a zone that is not read as a whole. */
    static List<Question> questions(Name apex) {
        String top = LIST + (apex.equals(Name.root) ? "" : apex);
        return List.of(
                new Question(apex, Type.SOA),
                Question.of(top, Type.TXT),
                Question.of(top, Type.PTR),
                Question.of(POLICY + top, Type.TXT));
    }

    /**
     * Returns the only mesh in the zones: a list at {@code _p2p}, or what has a policy; no
     * sub-lists.
     */
    static MeshName onlyMesh(List<ZoneContents> zones, List<Location> elsewhere) {
        Set<MeshName> meshes = meshesIn(zones);
        if (meshes.size() == 1) {
            return meshes.iterator().next();
        }
        if (zones.isEmpty() && !(elsewhere.getFirst() instanceof Location.Folder)) {
            throw Failure.input(
                    "MESH",
                    "is required: " + elsewhere.getFirst() + " cannot list meshes",
                    "name the mesh, or set mesh in wg-mesh.toml");
        }
        String names = meshes.stream().map(MeshName::text).collect(Collectors.joining(", "));
        throw Failure.input(
                "MESH",
                "is required: "
                        + (meshes.isEmpty()
                                ? "the local zones contain no mesh"
                                : "the local zones contain several: " + names),
                "name the mesh, or set mesh in wg-mesh.toml");
    }

    /** Returns what PTR records of the zones name as the sub-list of a mesh. */
    static Set<MeshName> subListsIn(List<ZoneContents> zones) {
        var below = new TreeSet<MeshName>();
        for (ZoneContents zone : zones) {
            zone.rrsets(set -> set.is(Type.PTR) && set.hasUnderscore())
                    .flatMap(set -> set.dnsRecords().stream())
                    .forEach(record -> subList((PTRRecord) record).ifPresent(below::add));
        }
        return below;
    }

    /** Returns the meshes of the zones, without sub-lists. */
    static Set<MeshName> meshesIn(List<ZoneContents> zones) {
        var meshes = new TreeSet<MeshName>();
        for (ZoneContents zone : zones) {
            zone.rrsets(set -> set.is(Type.TXT) && set.hasUnderscore())
                    .map(set -> set.question().owner().toString(true))
                    .forEach(owner -> listed(owner).ifPresent(meshes::add));
        }
        meshes.removeAll(subListsIn(zones));
        return meshes;
    }

    private static Optional<MeshName> listed(String owner) {
        if (owner.startsWith(POLICY)) {
            return MeshName.parse(owner.substring(POLICY.length()));
        }
        return owner.startsWith(LIST) ? MeshName.parse(owner) : Optional.empty();
    }

    private static Optional<MeshName> subList(PTRRecord record) {
        return MeshName.parse(record.getTarget().toString(true));
    }

    /** Returns the mesh of the nearest domain above the host, not above the apex of its zone. */
    static MeshName nearestMesh(HostName host, DnsSource source) {
        List<String> domains = parentDomains(host);
        var questions = new LinkedHashSet<Question>();
        for (String domain : domains) {
            questions.add(Question.of(domain, Type.SOA));
            questions.add(Question.of(LIST + domain, Type.TXT));
            questions.add(Question.of(POLICY + LIST + domain, Type.TXT));
        }
        Map<Question, DnsAnswer<RRset>> answers = source.query(questions);
        var problems = new ArrayList<Problem>();
        for (String domain : domains) {
            Optional<DnsAnswer<RRset>> list = answer(answers, LIST + domain, Type.TXT);
            Optional<DnsAnswer<RRset>> policy = answer(answers, POLICY + LIST + domain, Type.TXT);
            Optional<DnsAnswer<RRset>> apex = answer(answers, domain, Type.SOA);
            if (isFound(list) || isFound(policy)) {
                return new MeshName(LIST + domain);
            }
            list.ifPresent(answer -> failed(answer, problems));
            policy.ifPresent(answer -> failed(answer, problems));
            if (isFound(apex)) {
                break;
            }
        }
        Failure.throwIfAny(Failure.Kind.UNREADABLE, problems);
        throw Failure.input(
                host.text(),
                "no domain above the host has a mesh (a list or a policy at _p2p)",
                "name the mesh: --mesh MESH");
    }

    private static List<String> parentDomains(HostName host) {
        var domains = new ArrayList<String>();
        String domain = host.parentDomain();
        while (!domain.isEmpty() && domain.indexOf('.') >= 0) {
            domains.add(domain);
            domain = domain.substring(domain.indexOf('.') + 1);
        }
        return domains;
    }

    private static Optional<DnsAnswer<RRset>> answer(
            Map<Question, DnsAnswer<RRset>> answers, String owner, int type) {
        return Optional.ofNullable(answers.get(Question.of(owner, type)));
    }

    private static boolean isFound(Optional<DnsAnswer<RRset>> answer) {
        return answer.isPresent() && answer.get().found().isPresent();
    }

    private static void failed(DnsAnswer<RRset> answer, List<Problem> problems) {
        if (answer instanceof DnsAnswer.Failed<RRset>(Problem problem)) {
            problems.add(problem);
        }
    }
}
