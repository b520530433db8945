package dev.wgmesh.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.Seeds;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneAnswer;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import dev.wgmesh.zone.ZoneText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** A served zone after updates, compared with the zone that its records make, and with its file. */
class ServedZoneTest {
    private static final String ZONE =
            """
            $TTL 300
            @ IN SOA ns hostmaster 1 3600 900 86400 300
            @ IN NS ns
            ns IN A 192.0.2.1
            a IN TXT a
            x.b IN A 192.0.2.2
            *.w IN TXT w
            """;

    private static final List<String> OWNERS =
            List.of("a", "b", "x.b", "y.x.b", "*.w", "q.w", "q.x.w", "w", "z.c.d", "c.d", "ns");

    private static final List<Integer> TYPES =
            List.of(Type.A, Type.TXT, Type.CNAME, Type.NS, Type.SOA);

    @TempDir private Path folder;

    @Test
    void after_updates_a_zone_answers_as_its_records_do_and_its_file_has_them() {
        Seeds.check(60, this::check);
    }

    private void check(RandomGenerator random) {
        try {
            Path file = Files.writeString(folder.resolve("example.com.zone"), ZONE);
            var zones = new ZoneWatch(folder, Clock.systemUTC(), line -> {});
            zones.read();
            var updates = new ZoneFileUpdater(zones, Clock.systemUTC(), line -> {});
            for (int i = 0; i < 12; i++) {
                update(zones, updates, random);
                ServedZone now = served(zones);
                assertEquals(answers(ServedZone.of(rebuilt(now))), answers(now));
                if (random.nextInt(6) == 0) {
                    updates.foldAll();
                }
            }
            updates.foldAll();
            ServedZone now = served(zones);
            ZoneContents read =
                    ZoneText.read(file.toString(), _ -> text(file), Optional.empty()).contents();
            assertEquals(answers(ServedZone.of(read)), answers(now));
            assertEquals(read.records().size(), now.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void update(ZoneWatch zones, ZoneFileUpdater updates, RandomGenerator random)
            throws IOException {
        String text =
                IntStream.rangeClosed(0, random.nextInt(3))
                        .mapToObj(_ -> change(random))
                        .collect(Collectors.joining(" & "));
        try {
            updates.apply(
                    served(zones), UpdateRequest.of(UpdateText.message("| " + text)), "a test");
        } catch (RcodeException _) {
            // Refused: nothing changed.
        }
    }

    private static String change(RandomGenerator random) {
        String owner = OWNERS.get(random.nextInt(OWNERS.size()));
        int ttl = 60 * (1 + random.nextInt(3));
        return switch (random.nextInt(6)) {
            case 0 -> owner + " 0 ANY ANY";
            case 1 -> owner + " 0 ANY TXT";
            case 2 -> owner + " 0 NONE TXT t" + random.nextInt(3);
            case 3 -> owner + " " + ttl + " IN A 192.0.2." + random.nextInt(3);
            case 4 -> owner + " " + ttl + " IN CNAME ns";
            default -> owner + " " + ttl + " IN TXT t" + random.nextInt(3);
        };
    }

    private static ServedZone served(ZoneWatch zones) {
        return zones.get().zone(Question.name("example.com")).orElseThrow();
    }

    private static ZoneContents rebuilt(ServedZone zone) {
        var records = new ArrayList<ZoneRecord>();
        zone.rrsets().forEach(set -> records.addAll(set.records()));
        return new ZoneContents(zone.apex(), zone.source(), records, List.of());
    }

    private static Map<Question, String> answers(ServedZone zone) {
        var answers = new HashMap<Question, String>();
        for (String owner :
                Stream.concat(OWNERS.stream(), Stream.of("d", "none", "n.a")).toList()) {
            for (int type : TYPES) {
                Question question = Question.of(owner + ".example.com", type);
                answers.put(question, text(zone.answer(question)));
            }
        }
        answers.put(Question.of("example.com", Type.SOA), zone.soa().toString());
        return answers;
    }

    private static String text(ZoneAnswer answer) {
        return switch (answer) {
            case ZoneAnswer.Records(var set) ->
                    set.dnsRecords().stream().map(Object::toString).sorted().toList().toString();
            case ZoneAnswer.Cname(var set) -> "CNAME " + set;
            case ZoneAnswer.Dname _,
                    ZoneAnswer.Delegation _,
                    ZoneAnswer.Opaque _,
                    ZoneAnswer.NoData _,
                    ZoneAnswer.NxDomain _ ->
                    answer.getClass().getSimpleName();
        };
    }
}
