package dev.wgmesh.validate.rule;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.keys.VerifyKey;
import dev.wgmesh.lock.Lock;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ValidationReport;
import dev.wgmesh.validate.ValidationRequest;
import dev.wgmesh.validate.ValidationScope;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Zones in one text, and what is asked about them.
 *
 * <ul>
 *   <li>{@code ; zone NAME} begins a zone;
 *   <li>{@code ; repeat N TEXT} stands for N lines with the number for {@code {}};
 *   <li>{@code ; options WORD…}: {@code mesh=NAME}, {@code zone=NAME}, {@code bind}, {@code
 *       origin}, {@code local=KEY}, {@code lock=KEY}, {@code now=TIME}, {@code off=RULE}, {@code
 *       underscore} (D011 is off without it).
 * </ul>
 */
record ZoneCase(DnsSnapshot snapshot, ValidationRequest request) {
    private static final Pattern LINE = Pattern.compile("\n");

    static ZoneCase of(String file, String text) {
        List<String> lines = LINE.splitAsStream(text).flatMap(ZoneCase::repeated).toList();
        Map<String, Integer> starts = new LinkedHashMap<>();
        List<String> options = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("; zone ")) {
                starts.put(line.substring("; zone ".length()), i);
            } else if (line.startsWith("; options ")) {
                options.addAll(List.of(line.substring("; options ".length()).split(" ")));
            }
        }
        List<Integer> ends = new ArrayList<>(starts.values());
        ends.add(lines.size());
        List<ZoneContents> zones = new ArrayList<>();
        int at = 0;
        for (var start : starts.entrySet()) {
            zones.add(zone(file, start.getKey(), lines, start.getValue(), ends.get(++at)));
        }
        var snapshot = new DnsSnapshot(zones, Map.of(), Optional.of("not given"));
        return new ZoneCase(snapshot, request(options));
    }

    private static java.util.stream.Stream<String> repeated(String line) {
        if (!line.startsWith("; repeat ")) {
            return java.util.stream.Stream.of(line);
        }
        String[] words = line.split(" ", 4);
        return IntStream.rangeClosed(1, Integer.parseInt(words[2]))
                .mapToObj(i -> words[3].replace("{}", String.valueOf(i)));
    }

    /** The lines of the other zones are empty for it, so that lines keep their numbers. */
    private static ZoneContents zone(
            String file, String apex, List<String> lines, int start, int end) {
        var text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append(i >= start && i < end ? lines.get(i) : "").append('\n');
        }
        return ZoneText.read(
                        file,
                        name -> {
                            if (name.equals(file)) {
                                return text.toString();
                            }
                            throw dev.wgmesh.problem.Failure.unreadable(
                                    name, "does not exist", "put it there");
                        },
                        Optional.of(Question.name(apex)))
                .contents();
    }

    private static ValidationRequest request(List<String> options) {
        List<ValidationScope> asked = new ArrayList<>();
        Map<String, Optional<Level>> levels = new HashMap<>(Map.of("D011", Optional.empty()));
        boolean bind = false;
        boolean origin = false;
        Set<PublicKey> local = Set.of();
        Optional<Lock> lock = Optional.empty();
        Instant now = Instant.EPOCH;
        for (String option : options) {
            String[] words = option.split("=", 2);
            switch (words[0]) {
                case "mesh" -> asked.add(new ValidationScope.MeshScope(new MeshName(words[1])));
                case "zone" -> asked.add(new ValidationScope.ZoneScope(Question.name(words[1])));
                case "local" -> local = Set.of(new PublicKey(words[1]));
                case "off" -> levels.put(words[1], Optional.empty());
                case "underscore" -> levels.remove("D011");
                case "lock" -> lock = Optional.of(lock(words[1]));
                case "now" -> now = Instant.parse(words[1]);
                case "bind" -> bind = true;
                case "origin" -> origin = true;
                default -> throw new IllegalArgumentException(option);
            }
        }
        return new ValidationRequest(asked, levels, Level.ERROR, bind, origin, local)
                .withLock(lock, now);
    }

    private static Lock lock(String key) {
        return new Lock(List.of(new VerifyKey(key)), 1);
    }

    ValidationReport report() {
        return Validation.of(snapshot, request);
    }
}
