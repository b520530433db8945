package dev.wgmesh.serve;

import dev.wgmesh.files.ConfinedFolder;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.file.JournaledZoneFile;
import dev.wgmesh.zone.FilePosition;
import dev.wgmesh.zone.SyntaxError;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneText;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/** Reads the zone files of a folder independently: a broken file does not affect the others. */
final class ServedFiles {
    private ServedFiles() {}

    /**
     * Reads a zone from each file whose name ends with {@code .zone}; for an unreadable file,
     * returns a zone with that error as its only finding.
     *
     * @throws Failure UNREADABLE when the folder cannot be listed
     */
    static List<ZoneContents> read(Path path, InstantSource clock) {
        ConfinedFolder folder = ConfinedFolder.of(path);
        var zones = new ArrayList<ZoneContents>();
        for (Path file : folder.list(ZoneText.ENDING)) {
            ZoneText.originOf(file.toString())
                    .ifPresent(origin -> zones.add(read(folder, clock, file, origin)));
        }
        return zones;
    }

    /** Reads the zone of one zone file of the folder. */
    static ZoneContents read(Path path, InstantSource clock, Path file) {
        return read(
                ConfinedFolder.of(path),
                clock,
                file,
                ZoneText.originOf(file.toString()).orElseThrow());
    }

    private static ZoneContents read(
            ConfinedFolder folder, InstantSource clock, Path file, Name origin) {
        String first = file.toString();
        try {
            JournaledZoneFile.foldLeftover(file, clock);
            return ZoneText.read(first, folder::read, Optional.empty()).contents();
        } catch (Failure failure) {
            return unreadableZone(origin, first, failure);
        }
    }

    private static ZoneContents unreadableZone(Name apex, String file, Failure failure) {
        Problem problem = failure.problems().getFirst();
        var finding =
                new SyntaxError(
                        new FilePosition(file, 1, 1, 0, 0), problem.what(), problem.fix(), false);
        return new ZoneContents(apex, file, List.of(), List.of(finding));
    }
}
