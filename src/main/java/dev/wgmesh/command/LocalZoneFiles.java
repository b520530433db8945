package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.config.Locations;
import dev.wgmesh.files.ConfinedFolder;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.MeshNames;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Name;

/** Zone files that say what hosted zones are to hold. */
final class LocalZoneFiles {
    private LocalZoneFiles() {}

    /**
     * Returns the zones in the files, each read as a whole.
     *
     * @throws Failure INPUT where two files hold one zone; UNREADABLE with every line that could
     *     not be read
     */
    static List<ZoneContents> read(CommandSession session, List<Path> files) {
        var zones = new TreeMap<Name, ZoneContents>();
        var problems = new ArrayList<Problem>();
        for (Path file : files) {
            try {
                ZoneContents zone = read(session.hostEnvironment().directory().resolve(file));
                Optional.ofNullable(zones.putIfAbsent(zone.apex(), zone))
                        .ifPresent(other -> {
                            throw Failure.input(
                                    zone.source(),
                                    "holds "
                                            + zone.apex().toString(true)
                                            + ", as "
                                            + other.source()
                                            + " does",
                                    "name one of them");
                        });
            } catch (Failure failure) {
                if (failure.kind() == Failure.Kind.INPUT) {
                    throw failure;
                }
                problems.addAll(failure.problems());
            }
        }
        Failure.throwIfAny(Failure.Kind.UNREADABLE, problems);
        return List.copyOf(zones.values());
    }

    /**
     * Reads a zone file that a user names, which may be a link to anywhere; what it includes is in
     * the folder of its name.
     *
     * @param origin the zone; empty: from the name of the file
     * @throws Failure as {@link ZoneText#read} does
     */
    static ZoneText text(Path path, Optional<Name> origin) {
        String file = path.toString();
        var folder = ConfinedFolder.ofParent(path);
        return ZoneText.read(
                file,
                name -> name.equals(file) ? folder.readLinked(path) : folder.read(name),
                origin);
    }

    private static ZoneContents read(Path path) {
        ZoneText text = text(path, Optional.empty());
        text.requireWhole();
        return text.contents();
    }

    /**
     * Turns away a file that is the hosted zone itself: it cannot differ from it.
     *
     * @throws Failure INPUT
     */
    static void requireElsewhere(List<ZoneContents> copies, ConfiguredHosting hosting) {
        for (ZoneContents copy : copies) {
            boolean itself =
                    hosting.host(copy.apex())
                            .filter(Location.Folder.class::isInstance)
                            .flatMap(_ -> hosting.provider(copy.apex()))
                            .map(place -> Path.of(place.description()).toAbsolutePath().normalize())
                            .filter(Path.of(copy.source()).toAbsolutePath().normalize()::equals)
                            .isPresent();
            if (itself) {
                throw Failure.input(
                        copy.source(),
                        "is the hosted zone itself: there is nothing to compare",
                        "name another place: --server HOST or --zones DIR");
            }
        }
    }

    /** Returns whose records count besides those of {@code _p2p.…}. */
    static MeshNames meshes(CommandSession session, Locations places, List<MeshName> named) {
        var all = new ArrayList<>(named);
        session.shellState().currentMesh().or(() -> places.settings().mesh()).ifPresent(all::add);
        return MeshNames.of(all);
    }
}
