package dev.wgmesh.testing.race;

import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.model.HostName;
import dev.wgmesh.provision.Hosting;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.xbill.DNS.Type;

/** Runs writers that start at the same moment, and reads the mesh when all have ended. */
public final class RaceRun {
    private RaceRun() {}

    /** Runs the script in a place as it was founded. */
    public static RaceState run(RaceTarget place, RaceScript script) throws Exception {
        return run(
                place,
                script.members(),
                script.writers().stream()
                        .map(commands -> (Writer) () -> place.write(commands))
                        .toList());
    }

    /**
     * Runs the script's joins by writers that read, add to what they read, and put the whole in its
     * place.
     */
    public static RaceState naively(RaceTarget place, RaceScript script) throws Exception {
        return run(
                place,
                script.members(),
                script.writers().stream()
                        .map(commands -> (Writer) () -> NaiveWriter.write(place, commands))
                        .toList());
    }

    private interface Writer {
        RaceCount write() throws Exception;
    }

    private static RaceState run(
            RaceTarget place, SortedSet<HostName> expected, List<Writer> writers) throws Exception {
        var start = new CountDownLatch(1);
        RaceCount tally = RaceCount.NONE;
        long began;
        try (var threads = Executors.newFixedThreadPool(writers.size())) {
            var ends = new ArrayList<Future<RaceCount>>();
            for (Writer writer : writers) {
                ends.add(
                        threads.submit(() -> {
                            start.await();
                            return writer.write();
                        }));
            }
            began = System.nanoTime();
            start.countDown();
            try {
                for (Future<RaceCount> end : ends) {
                    tally = tally.and(end.get());
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw e;
            }
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        place.setLossMode(InjectedFault.NONE);
        Hosting now = place.open();
        var mesh = MeshReader.read(now.source(now.budget()), RaceMesh.MESH);
        return new RaceState(expected, mesh, revision(now), tally, took);
    }

    private static long revision(Hosting now) {
        var question = new Question(OwnerNames.revision(RaceMesh.MESH), Type.TXT);
        return now.source(now.budget()).query(List.of(question)).values().stream()
                .flatMap(answer -> answer.found().stream())
                .flatMap(set -> MeshRecords.revision(set).stream())
                .findFirst()
                .orElse(0L);
    }
}
