package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.SecretRedaction;
import dev.wgmesh.config.Locations;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.dns.CollectedAnswers;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.dns.ZoneFolder;
import dev.wgmesh.lock.Lock;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.plan.Location;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.validate.ValidationScope;
import dev.wgmesh.zone.AnswerCache;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.MeshRounds;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.RRsetOutline;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** The input of {@code validate}, read from files, folders and DNS into one snapshot. */
final class ValidateInput {
    private final CommandSession session;
    private final Optional<Lock> signers;
    private final SourceFlags flags;
    private final Locations places;
    private final ZoneFileInput files;
    private final Map<Name, ZoneContents> zones;
    private final Map<Question, DnsAnswer<RRset>> answers = new TreeMap<>();
    private final List<ValidationScope> asked;
    private final List<Problem> problems;
    private final List<MeshName> live = new ArrayList<>();
    private final List<Name> liveZones = new ArrayList<>();
    private boolean wholeFromHost;

    private ValidateInput(CommandSession session, SourceFlags flags, LockOption lock) {
        this.session = session;
        this.flags = flags;
        this.places = session.locations(flags);
        this.signers = lock.lock(session, places);
        this.files = new ZoneFileInput(session.hostEnvironment().directory());
        this.zones = files.zones();
        this.asked = files.scopes();
        this.problems = files.problems();
    }

    /**
     * Reads the zones, meshes, files and folders named; without any, everything at the place that
     * is configured. Files are read first, so that they win over folders, and DNS last.
     *
     * @param origin the zone of the one file among the subjects, which need not end in .zone;
     *     empty: from the name of each file
     * @param lock with a lock, DNS is asked for the signatures of members too
     * @throws Failure INPUT where there is nothing to check, and where the lock cannot be used
     */
    static ValidateInput of(
            CommandSession session,
            SourceFlags flags,
            List<String> subjects,
            Optional<String> origin,
            LockOption lock) {
        var input = new ValidateInput(session, flags, lock);
        if (origin.isPresent()) {
            input.fileOf(zoneName(origin.get()), subjects);
            input.askLive();
            return input;
        }
        for (String subject : subjects) {
            if (!input.files.isFolder(subject) && ZoneFileInput.isFile(subject)) {
                input.files.file(subject, Optional.empty());
            }
        }
        for (String subject : subjects) {
            if (input.files.isFolder(subject)) {
                input.files.folder(subject);
            } else if (!ZoneFileInput.isFile(subject)) {
                input.name(subject);
            }
        }
        if (subjects.isEmpty()) {
            input.everything();
        }
        if (flags.location().filter(Location.Folder.class::isInstance).isPresent()) {
            input.folder(Name.root);
        }
        input.askLive();
        return input;
    }

    private void fileOf(Name origin, List<String> subjects) {
        if (subjects.size() != 1 || files.isFolder(subjects.getFirst())) {
            throw Failure.input(
                    "--origin",
                    "requires exactly one zone file",
                    "name the file: wg-mesh validate FILE --origin " + origin.toString(true));
        }
        files.file(subjects.getFirst(), Optional.of(origin));
    }

    /** Reads every zone of the place, and the mesh of wg-mesh.toml. */
    private void everything() {
        places.zoneFolders().forEach(files::addAll);
        places.remoteZones().forEach(apex -> name(apex.toString(true)));
        places.settings().mesh().map(MeshName::text).ifPresent(this::name);
        if (asked.isEmpty() && problems.isEmpty()) {
            throw Failure.input(
                    "wg-mesh validate",
                    "nothing to check: " + places.defaultLocation() + " cannot list zones",
                    "name a zone, a mesh or a zone file: wg-mesh validate example.com");
        }
    }

    private void name(String subject) {
        Name name = zoneName(subject);
        boolean mesh = subject.startsWith("_");
        boolean held = folder(name) || whole(name, mesh);
        if (!mesh) {
            asked.add(new ValidationScope.ZoneScope(name));
            if (!held) {
                liveZones.add(name);
                MeshName.parse(RecordFormat.P2P + "." + subject).ifPresent(live::add);
            }
            return;
        }
        MeshName named =
                MeshName.parse(subject)
                        .orElseThrow(() ->
                                Failure.input(
                                        "wg-mesh validate",
                                        "invalid mesh name " + SecretRedaction.quote(subject),
                                        "give a name such as _p2p.example.com"));
        asked.add(new ValidationScope.MeshScope(named));
        if (!held || asksBeyond()) {
            live.add(named);
        }
    }

    private static Name zoneName(String subject) {
        try {
            return Question.name(subject);
        } catch (IllegalArgumentException _) {
            throw Failure.input(
                    "wg-mesh validate",
                    "invalid domain name " + SecretRedaction.quote(subject),
                    "give a zone such as example.com");
        }
    }

    /** Reads the folder that holds the name; returns whether there is one. */
    private boolean folder(Name name) {
        Optional<ZoneFolder> folder = places.zoneFolder(name);
        folder.ifPresent(f -> f.snapshot().zones().forEach(z -> zones.putIfAbsent(z.apex(), z)));
        return folder.isPresent();
    }

    /** Reads the zone as a whole from a server or Route53; returns whether that gives it. */
    private boolean whole(Name name, boolean mesh) {
        try {
            Optional<ZoneContents> zone =
                    places.completeZone(name).filter(z -> mesh || z.apex().equals(name));
            zone.ifPresent(this::add);
            return zone.isPresent();
        } catch (Failure failure) {
            if (failure.kind() == Failure.Kind.INPUT) {
                throw failure;
            }
            return false; // its records are queried, and failed queries are reported
        }
    }

    private void add(ZoneContents zone) {
        zones.putIfAbsent(zone.apex(), zone);
        wholeFromHost = true;
    }

    /** Returns whether DNS is queried for names that zone files and whole zones lead to. */
    private boolean asksBeyond() {
        return wholeFromHost || !flags.resolvers().isEmpty() || flags.transfer().isPresent();
    }

    /** Reads the whole zones that the meshes lead to, from the places that give whole zones. */
    private void readWhole() {
        var tried = new HashSet<Name>();
        boolean more = wholeFromHost;
        while (more) {
            more = false;
            List<Question> open =
                    live.stream()
                            .flatMap(mesh -> open(rounds(mesh), _ -> Optional.empty()))
                            .distinct()
                            .toList();
            for (Question question : open) {
                if (tried.add(question.owner()) && known().zoneOf(question.owner()).isEmpty()) {
                    more |= whole(question.owner(), true);
                }
            }
        }
    }

    /** Queries DNS for the meshes that no folder holds, and for names that zone files lead to. */
    private void askLive() {
        if (asksBeyond()) {
            known().zones().stream()
                    .flatMap(zone -> zone.rrsets(RRsetOutline::hasUnderscore).map(RRset::question))
                    .filter(question -> question.owner().getLabelString(0).equals(RecordFormat.P2P))
                    .flatMap(question -> MeshName.parse(question.owner().toString(true)).stream())
                    .distinct()
                    .forEach(live::add);
        }
        if (live.isEmpty() && liveZones.isEmpty()) {
            return;
        }
        readWhole();
        var source = session.logging(places.sharedSource());
        List<MeshRounds> rounds = live.stream().map(this::rounds).toList();
        CollectedAnswers given =
                MeshReader.collectAnswers(
                        source,
                        answers ->
                                Stream.concat(
                                                rounds.stream().flatMap(r -> open(r, answers)),
                                                liveZones.stream()
                                                        .map(z -> new Question(z, Type.SOA)))
                                        .filter(question -> answers.answer(question).isEmpty())
                                        .collect(Collectors.toSet()));
        answers.putAll(given.asked());
        liveZones.forEach(this::checkZone);
    }

    private MeshRounds rounds(MeshName mesh) {
        return signers.isPresent() ? MeshRounds.signed(mesh) : MeshRounds.of(mesh);
    }

    /** Returns the questions about a mesh that the zone files do not answer. */
    private Stream<Question> open(MeshRounds mesh, AnswerCache given) {
        DnsSnapshot files = known();
        AnswerCache all =
                question ->
                        files.unanswered(question)
                                .map(given::answer)
                                .orElseGet(() -> files.answer(question));
        return mesh.unanswered(all).stream()
                .map(question -> files.unanswered(question).orElse(question));
    }

    private void checkZone(Name apex) {
        DnsAnswer<RRset> soa = answers.get(new Question(apex, Type.SOA));
        if (soa != null && !soa.isFailed() && soa.found().isEmpty()) {
            problems.add(
                    new Problem(
                            apex.toString(true),
                            "DNS has no such zone (no SOA record)",
                            "check the name, or give the zone file"));
        }
    }

    private DnsSnapshot known() {
        return new DnsSnapshot(List.copyOf(zones.values()), Map.of(), Optional.empty());
    }

    /** Returns everything that was read. */
    DnsSnapshot snapshot() {
        return new DnsSnapshot(List.copyOf(zones.values()), answers, Optional.of("not given"));
    }

    /** Returns the zones and meshes to check. */
    List<ValidationScope> asked() {
        return asked;
    }

    /** Returns what could not be read. */
    List<Problem> problems() {
        return problems;
    }

    /** Returns the signers that members need; empty: none. */
    Optional<Lock> signers() {
        return signers;
    }
}
