package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.config.Locations;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.lock.LockBundle;
import dev.wgmesh.lock.MemberSignature;
import dev.wgmesh.lock.SignedRecords;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.LockBundleJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the records of members that are to be signed to a bundle. */
record LockRequest(CommandSession session, Locations places, Optional<MeshName> mesh) {
    /**
     * Writes the bundle.
     *
     * @param hosts to be signed; empty: every member
     */
    ExitCode write(List<String> hosts, Path out) {
        MeshReader.SignedReading reading = read(session, places, mesh);
        MeshName name = reading.mesh().name();
        Set<HostName> wanted = wanted(hosts);
        Set<HostName> listed =
                reading.mesh().members().stream().map(Member::name).collect(Collectors.toSet());
        var problems = new ArrayList<Problem>();
        for (HostName host : wanted) {
            if (!listed.contains(host)) {
                problems.add(
                        new Problem(
                                host.text(),
                                "is not a member of " + name,
                                "list the members: wg-mesh list " + name));
            }
        }
        Failure.throwIfAny(Failure.Kind.INPUT, problems);
        var entries = new ArrayList<LockBundle.Entry>();
        for (Member member : reading.mesh().members()) {
            if (!wanted.isEmpty() && !wanted.contains(member.name())) {
                continue;
            }
            Optional<SignedRecords> records = SignedRecords.of(name, member);
            records.ifPresent(it -> entries.add(entry(it, reading)));
            if (records.isEmpty()) {
                problems.add(
                        new Problem(
                                member.name().text(),
                                "is not in the bundle: its records are incomplete or could not be"
                                        + " read",
                                "to see the problem, run: wg-mesh show " + member.name()));
            }
        }
        session.warn(problems);
        var bundle = new LockBundle(name, entries, List.of());
        PrivateFile.create(
                session.hostEnvironment().directory().resolve(out),
                LockBundleJson.document(bundle).text());
        session.note(
                entries.size()
                        + (entries.size() == 1 ? " member is" : " members are")
                        + " in "
                        + out
                        + "; on the machine with the signing key, run: wg-mesh lock sign "
                        + out
                        + " --key FILE --out SIGNED");
        if (session.json()) {
            session.print(LockBundleJson.document(bundle));
        }
        return problems.isEmpty() ? ExitCode.SUCCESS : ExitCode.UNREADABLE;
    }

    /** Reads the mesh with its signatures. */
    static MeshReader.SignedReading read(
            CommandSession session, Locations places, Optional<MeshName> mesh) {
        MeshName name = places.mesh(mesh.or(session.shellState()::currentMesh));
        var reading = MeshReader.readSigned(session.logging(places.source()), name);
        if (reading.mesh().root().hosts().isFailed()) {
            throw new Failure(Failure.Kind.UNREADABLE, reading.mesh().problems());
        }
        if (reading.mesh().members().isEmpty()) {
            throw Failure.input(
                    name.text(), "has no members", "check the name: wg-mesh list " + name);
        }
        return reading;
    }

    private static Set<HostName> wanted(List<String> hosts) {
        var wanted = new HashSet<HostName>();
        var problems = new ArrayList<Problem>();
        for (String host : hosts) {
            Optional<HostName> name = HostName.parse(host);
            name.ifPresent(wanted::add);
            if (name.isEmpty()) {
                problems.add(
                        new Problem(
                                "wg-mesh lock request",
                                "expected a host name such as node-a.example.com, got '"
                                        + host
                                        + "'",
                                "give host names, or none for all members"));
            }
        }
        Failure.throwIfAny(Failure.Kind.INPUT, problems);
        return wanted;
    }

    private static LockBundle.Entry entry(SignedRecords records, MeshReader.SignedReading reading) {
        List<String> texts =
                Optional.ofNullable(reading.signatures().get(records.host()))
                        .flatMap(DnsAnswer::found)
                        .orElse(List.of());
        return new LockBundle.Entry(records, MemberSignature.parseAll(texts), List.of());
    }
}
