package dev.wgmesh.serve;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.SyntaxError;
import dev.wgmesh.zone.ZoneContents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;

/**
 * The zones of a folder, read again when a file in it changes. A zone that was good and becomes
 * broken is served as it was; one whose file goes away is served no more.
 */
final class ZoneWatch implements Supplier<ServedZones> {
    private final Path folder;
    private final Consumer<String> log;
    private volatile ServedZones served = ServedZones.NONE;
    private FolderState read = new FolderState(Map.of());
    private FolderState seen = read;
    private Map<Name, String> told = Map.of();

    /** A watch that has read nothing yet. */
    ZoneWatch(Path folder, Consumer<String> log) {
        this.folder = folder;
        this.log = log;
    }

    @Override
    public ServedZones get() {
        return served;
    }

    /**
     * Looks at the folder, and reads it if it differs from what was read and is as it was at the
     * last look, so that no file is read while it is being written.
     */
    synchronized void look() {
        FolderState now = FolderState.of(folder);
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(read)) {
            try {
                read();
            } catch (Failure e) {
                log.accept(e.getMessage() + "; serving what was read before");
            } catch (RuntimeException e) {
                log.accept(folder + " was not read: " + e + "; serving what was read before");
            }
        }
    }

    /**
     * Reads the folder.
     *
     * @throws Failure UNREADABLE where it cannot be listed
     */
    synchronized void read() {
        read = FolderState.of(folder);
        seen = read;
        take(ServedFiles.read(folder));
    }

    /**
     * Reads the file of one zone that is served, and serves it at once, without a word; what cannot
     * be read is left to the next look.
     */
    synchronized void refresh(ZoneContents zone) {
        ZoneContents now = ServedFiles.read(folder, Path.of(zone.source()));
        if (fault(now).isEmpty() && now.apex().equals(zone.apex())) {
            var zones = new ArrayList<>(served.zones());
            zones.removeIf(old -> old.apex().equals(now.apex()));
            zones.add(now);
            served = new ServedZones(zones, served.broken());
            var texts = new HashMap<>(told);
            texts.put(now.apex(), text(now, Optional.empty(), Optional.empty()));
            told = Map.copyOf(texts);
        }
    }

    private void take(List<ZoneContents> zones) {
        var good = new HashMap<Name, ZoneContents>();
        var broken = new HashSet<Name>();
        var texts = new HashMap<Name, String>();
        for (ZoneContents zone : zones) {
            Optional<String> fault = fault(zone);
            Optional<ZoneContents> before = fault.isPresent() ? before(zone) : Optional.empty();
            ZoneContents usable = before.orElse(zone);
            if (good.containsKey(usable.apex())) {
                log.accept(zone.source() + " holds a zone that another file holds; not served");
            } else if (fault.isEmpty() || before.isPresent()) {
                good.put(usable.apex(), usable);
            } else {
                broken.add(zone.apex());
            }
            texts.put(zone.apex(), text(zone, fault, before));
        }
        broken.removeAll(good.keySet());
        served = new ServedZones(List.copyOf(good.values()), broken);
        tell(texts);
    }

    /** Why the zone cannot be served: its first syntax error, or no SOA. */
    private static Optional<String> fault(ZoneContents zone) {
        if (!zone.findings().isEmpty()) {
            SyntaxError first = zone.findings().getFirst();
            int more = zone.findings().size() - 1;
            return Optional.of(
                    first.place() + ": " + first.what() + (more == 0 ? "" : " (and " + more + ")"));
        }
        return ServedZones.soa(zone).isEmpty()
                ? Optional.of(zone.source() + " has not exactly one SOA")
                : Optional.empty();
    }

    /** The zone as it was served last, known by its apex or its file. */
    private Optional<ZoneContents> before(ZoneContents zone) {
        return served.zones().stream()
                .filter(old -> old.apex().equals(zone.apex()) || old.source().equals(zone.source()))
                .findFirst();
    }

    private static String text(
            ZoneContents zone, Optional<String> fault, Optional<ZoneContents> before) {
        if (fault.isEmpty()) {
            return "serving " + summary(zone) + " from " + zone.source();
        }
        return fault.get()
                + before.map(old -> "; still serving " + summary(old))
                        .orElse("; " + zone.apex() + " gets SERVFAIL");
    }

    private static String summary(ZoneContents zone) {
        long serial =
                ServedZones.soa(zone)
                        .map(set -> ((SOARecord) set.bare().getFirst()).getSerial())
                        .orElse(0L);
        return zone.apex() + " serial " + serial + ", " + zone.records().size() + " records";
    }

    /** Logs what differs from what was told last, in the order of the apexes. */
    private void tell(Map<Name, String> texts) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(texts)
                .forEach((apex, text) -> {
                    if (!text.equals(told.get(apex))) {
                        lines.add(text);
                    }
                });
        Set<Name> gone = new HashSet<>(told.keySet());
        gone.removeAll(texts.keySet());
        gone.stream().sorted().forEach(apex -> lines.add("no longer serving " + apex));
        told = Map.copyOf(texts);
        lines.forEach(log);
    }
}
