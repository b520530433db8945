package dev.wgmesh.testing.race;

import dev.wgmesh.provider.server.ServerAccess.Read;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs every race on every provider, and prints the results. */
public final class RaceBenchmark {
    private static final String ROW = "%-10s %8s %8s %6s %6s %12s %12s %8s %12s %10s%n";

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final List<String> wrongs = new ArrayList<>();
    private final int runs;

    private RaceBenchmark(int runs) {
        this.runs = runs;
    }

    /** {@code RUNS}: how often each race is run; figures are of all of them. Exit 1: some lost. */
    public static void main(String[] args) throws Exception {
        var bench = new RaceBenchmark(Integer.parseInt(args[0]));
        bench.all();
        bench.wrongs.forEach(bench.out::println);
        System.exit(bench.wrongs.isEmpty() ? 0 : 1);
    }

    private interface TargetFactory {
        RaceTarget found() throws IOException;
    }

    private void all() throws Exception {
        out.printf(
                ROW,
                "8 writers",
                "10 joins",
                "doubled",
                "s",
                "anew",
                "10th reply",
                "10th change",
                "mixed",
                "10th reply",
                "read, then");
        out.printf(ROW, "", "kept", "", "", "", "lost", "lost", "", "lost", "replace");
        row("memory", RaceTargetMemory::new);
        row("BIND", () -> RaceTargetServer.bind(Read.ANY));
        row("Knot", () -> RaceTargetServer.knot(Read.ANY));
        row("serve", () -> RaceTargetServer.serve(Read.ANY));
        row("Route53", RaceTargetRoute53::new);
        row("file", RaceTargetFile::new);
    }

    private void row(String name, TargetFactory founding) throws Exception {
        RaceScript joins = RaceScript.joins();
        RaceScript mixed = RaceScript.mixed();
        List<RaceState> plain = races(name, founding, joins, InjectedFault.NONE);
        long anew = plain.stream().mapToLong(standing -> standing.tally().anew()).sum();
        long doubled =
                plain.stream().mapToLong(standing -> standing.duplicateAddresses().size()).sum();
        double seconds = plain.stream().mapToLong(s -> s.took().toMillis()).sum() / 1000.0 / runs;
        out.printf(
                ROW,
                name,
                kept(plain),
                doubled,
                "%.1f".formatted(seconds),
                anew,
                kept(races(name, founding, joins, InjectedFault.REPLY)),
                kept(races(name, founding, joins, InjectedFault.CHANGE)),
                kept(races(name, founding, mixed, InjectedFault.NONE)),
                kept(races(name, founding, mixed, InjectedFault.REPLY)),
                kept(naive(founding, joins)));
    }

    private List<RaceState> races(
            String name, TargetFactory founding, RaceScript script, InjectedFault loss)
            throws Exception {
        var standings = new ArrayList<RaceState>();
        for (int run = 0; run < runs; run++) {
            try (RaceTarget place = founding.found()) {
                if (loss != InjectedFault.NONE && !place.lossModes().contains(loss)) {
                    return List.of();
                }
                place.setLossMode(loss);
                RaceState standing = RaceRun.run(place, script);
                standings.add(standing);
                standing.violations().forEach(wrong -> wrongs.add(name + ": " + wrong));
            }
        }
        return standings;
    }

    private List<RaceState> naive(TargetFactory founding, RaceScript script) throws Exception {
        var standings = new ArrayList<RaceState>();
        for (int run = 0; run < runs; run++) {
            try (RaceTarget place = founding.found()) {
                Optional<RaceTarget.UnconditionalWrite> way = place.unconditionalWrite();
                if (way.isEmpty()) {
                    return List.of();
                }
                standings.add(RaceRun.naively(place, script));
            }
        }
        return standings;
    }

    /** {@code 81/81}; of several runs the sums. */
    private static String kept(List<RaceState> standings) {
        int kept = standings.stream().mapToInt(RaceState::presentMembers).sum();
        int expected = standings.stream().mapToInt(standing -> standing.expected().size()).sum();
        return standings.isEmpty() ? "-" : kept + "/" + expected;
    }
}
