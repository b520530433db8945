package dev.wgmesh.serve;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.OpaqueRecord;
import dev.wgmesh.zone.SyntaxError;
import dev.wgmesh.zone.ZoneContents;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.xbill.DNS.Name;

/**
 * The zones of a folder, read again when a file changes. When a file gets an error, its zone is
 * served as before; when a file is deleted, its zone is no longer served.
 */
final class ZoneWatch implements Supplier<ServedZones> {
    private final Path folder;
    private final InstantSource clock;
    private final Consumer<String> log;
    private volatile ServedZones served = ServedZones.NONE;
    private FolderState read = new FolderState(Map.of());
    private FolderState seen = read;
    private final Map<Name, String> logged = new HashMap<>();

    /** Creates a watch that has not read anything yet. */
    ZoneWatch(Path folder, InstantSource clock, Consumer<String> log) {
        this.folder = folder;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public ServedZones get() {
        return served;
    }

    /**
     * Polls the folder, and reads it if it has changed and is the same in two polls, so that no
     * file is read while it is being written.
     *
     * @param isServed whether a file that changed holds what is served
     */
    synchronized void poll(Predicate<Path> isServed) {
        FolderState now = FolderState.of(folder);
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(read)) {
            return;
        }
        try {
            if (now.changedSince(read).stream().allMatch(isServed)) {
                read = now;
            } else {
                read();
            }
        } catch (Failure e) {
            log.accept(e.getMessage() + "; still serving the zones read before");
        } catch (RuntimeException e) {
            log.accept(
                    "cannot read " + folder + ": " + e + "; still serving the zones read before");
        }
    }

    /**
     * Reads the folder.
     *
     * @throws Failure UNREADABLE when the folder cannot be listed
     */
    synchronized void read() {
        read = FolderState.of(folder);
        seen = read;
        publish(ServedFiles.read(folder, clock));
    }

    /**
     * Reads the file of one served zone and serves it at once, without logging; an unreadable file
     * is left to the next poll.
     */
    synchronized void refresh(ServedZone zone) {
        ZoneContents now = ServedFiles.read(folder, clock, Path.of(zone.source()));
        if (fault(now).isEmpty() && now.apex().equals(zone.apex())) {
            serve(ServedZone.of(now));
        }
    }

    /** Serves a zone as it is now, without logging. */
    synchronized void serve(ServedZone now) {
        served = served.with(now);
        logged.put(now.apex(), text(now));
    }

    private void publish(List<ZoneContents> zones) {
        var good = new HashMap<Name, ServedZone>();
        var broken = new HashSet<Name>();
        var texts = new HashMap<Name, String>();
        for (ZoneContents zone : zones) {
            Optional<String> fault = fault(zone);
            Optional<ServedZone> usable =
                    fault.isPresent() ? lastGood(zone) : Optional.of(ServedZone.of(zone));
            if (good.containsKey(usable.map(ServedZone::apex).orElse(zone.apex()))) {
                log.accept(zone.source() + " is not served: another file holds the same zone");
            } else if (usable.isPresent()) {
                good.put(usable.get().apex(), usable.get());
            } else {
                broken.add(zone.apex());
            }
            texts.put(zone.apex(), text(zone, fault, usable));
        }
        broken.removeAll(good.keySet());
        served = new ServedZones(List.copyOf(good.values()), broken);
        logChanges(texts);
    }

    /** Returns why the zone cannot be served: the first syntax error, or no SOA. */
    private static Optional<String> fault(ZoneContents zone) {
        if (!zone.syntaxErrors().isEmpty()) {
            SyntaxError first = zone.syntaxErrors().getFirst();
            int more = zone.syntaxErrors().size() - 1;
            return Optional.of(
                    first.place()
                            + ": "
                            + first.what()
                            + (more == 0 ? "" : " (and " + more + " more)"));
        }
        return zone.hasOneSoa()
                ? Optional.empty()
                : Optional.of(zone.source() + " must have exactly one SOA record");
    }

    /** Returns the zone as served before, found by apex or file. */
    private Optional<ServedZone> lastGood(ZoneContents zone) {
        return served.zones().stream()
                .filter(old -> old.apex().equals(zone.apex()) || old.source().equals(zone.source()))
                .findFirst();
    }

    private static String text(
            ZoneContents zone, Optional<String> fault, Optional<ServedZone> usable) {
        if (fault.isEmpty()) {
            return text(usable.orElseThrow());
        }
        return fault.get()
                + usable.map(old -> "; still serving " + old)
                        .orElse("; answering SERVFAIL for " + zone.apex());
    }

    private static String text(ServedZone zone) {
        return "serving " + zone + " from " + zone.source() + unserved(zone);
    }

    /** Returns the first record that is not served, and how many more there are; else nothing. */
    private static String unserved(ServedZone zone) {
        List<OpaqueRecord> opaque = zone.unread();
        if (opaque.isEmpty()) {
            return "";
        }
        String more = opaque.size() == 1 ? "" : " (and " + (opaque.size() - 1) + " more)";
        return "; not served: " + opaque.getFirst() + more;
    }

    /** Logs the texts that differ from the last ones logged, in the order of the apexes. */
    private void logChanges(Map<Name, String> texts) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(texts)
                .forEach((apex, text) -> {
                    if (!text.equals(logged.get(apex))) {
                        lines.add(text);
                    }
                });
        Set<Name> removed = new HashSet<>(logged.keySet());
        removed.removeAll(texts.keySet());
        removed.stream().sorted().forEach(apex -> lines.add("no longer serving " + apex));
        logged.clear();
        logged.putAll(texts);
        lines.forEach(log);
    }
}
