package dev.wgmesh.testing.race;

import dev.wgmesh.provider.file.ZoneFileProvider;
import dev.wgmesh.provision.Hosting;
import dev.wgmesh.testing.MainProcess;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneEdit;
import dev.wgmesh.zone.ZoneText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.xbill.DNS.Record;

/**
 * A zone file, written by processes. A writer is one process; where changes are lost it is killed
 * in one of ten commands, and the commands that it has not ended are run again by another.
 */
public final class RaceTargetFile implements RaceTarget {
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    /** Milliseconds after a writer's first command in which it is killed. */
    private static final int MAX_DELAY = 60;

    private final Path folder;
    private final Path file;
    private final Path errors;
    private final AtomicInteger writers = new AtomicInteger();
    private final AtomicInteger kills = new AtomicInteger();
    private volatile InjectedFault loss = InjectedFault.NONE;
    private volatile int killsAtRandom;

    /** A file in a folder of its own. */
    public RaceTargetFile() throws IOException {
        folder = Files.createTempDirectory("wg-mesh-race");
        file = Files.createDirectory(folder.resolve("zones")).resolve("example.com.zone");
        errors = folder.resolve("errors");
        Files.writeString(file, RaceMesh.ZONE);
    }

    /** Kills each writer that often, at any moment. */
    public void killingAtRandom(int times) {
        killsAtRandom = times;
    }

    /** The processes that were killed before they had ended. */
    @Override
    public int lostCount() {
        return kills.get();
    }

    /** The files beside the zone's. */
    public List<String> leftoverFiles() throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve("zones"))) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> !name.equals("example.com.zone"))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public Hosting open() {
        return SingleZoneHosting.answering(
                ZoneFileProvider.open(file, Optional.empty(), InstantSource.system(), List.of()));
    }

    @Override
    public Set<InjectedFault> lossModes() {
        return EnumSet.of(InjectedFault.REPLY, InjectedFault.CHANGE);
    }

    @Override
    public void setLossMode(InjectedFault other) {
        loss = other;
    }

    @Override
    public RaceCount write(List<RaceCommand> commands) throws IOException, InterruptedException {
        int dying = writers.getAndIncrement() % InjectedFault.EVERY;
        var random = new Random(dying);
        RaceCount tally = RaceCount.NONE;
        List<RaceCommand> left = commands;
        for (int starts = 0; !left.isEmpty(); starts++) {
            boolean mayDie = starts == 0 && loss != InjectedFault.NONE;
            Process process = start(left, mayDie ? left.get(dying).host().text() : "-");
            String said = starts < killsAtRandom ? killed(process, random) : "";
            List<String> lines = lines(process, said);
            for (String line : lines) {
                tally = tally.and(RaceCount.parse(line));
            }
            left = left.subList(lines.size(), left.size());
            if (process.exitValue() == WriterProcess.KILLED) {
                kills.incrementAndGet();
                if (mayDie && loss == InjectedFault.REPLY) {
                    tally = tally.and(RaceCount.UNTOLD);
                }
            } else if (process.exitValue() != 0 || !left.isEmpty()) {
                throw new IOException(process.exitValue() + ": " + Files.readString(errors));
            }
        }
        return tally;
    }

    private Process start(List<RaceCommand> commands, String host) throws IOException {
        var words = new ArrayList<>(List.of(file.toString(), loss.name(), host));
        commands.forEach(command -> words.add(command.toString()));
        List<String> line =
                new MainProcess(folder)
                        .program(WriterProcess.class)
                        .commandLine(words.toArray(String[]::new));
        return new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
    }

    /** Kills the process soon after its first command; what it had said. */
    private static String killed(Process process, RandomGenerator random)
            throws IOException, InterruptedException {
        var said = new StringBuilder();
        for (int c = process.getInputStream().read(); c >= 0; c = process.getInputStream().read()) {
            said.append((char) c);
            if (c == '\n') {
                Thread.sleep(random.nextInt(MAX_DELAY));
                // Through its handle: the process's own way closes what it has said, too.
                process.toHandle().destroyForcibly();
                break;
            }
        }
        return said.toString();
    }

    /** What the process has printed when it has ended, whole lines only. */
    private static List<String> lines(Process process, String before)
            throws IOException, InterruptedException {
        String output =
                before
                        + new String(
                                process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("still runs: " + process.pid());
        }
        return output.substring(0, output.lastIndexOf('\n') + 1).lines().toList();
    }

    @Override
    public Optional<UnconditionalWrite> unconditionalWrite() {
        ZoneText text = ZoneText.read(file.toString(), _ -> text(), Optional.empty());
        return Optional.of(
                new UnconditionalWrite() {
                    @Override
                    public ZoneContents zone() {
                        return text.contents();
                    }

                    @Override
                    public void write(List<RRset> sets) throws IOException {
                        replace(text, sets);
                    }
                });
    }

    private String text() {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void replace(ZoneText text, List<RRset> sets) throws IOException {
        var wanted = new TreeMap<Question, List<Record>>();
        sets.forEach(set -> wanted.put(set.question(), set.dnsRecords()));
        ZoneEdit edit = ZoneEdit.of(text, wanted, LocalDate.EPOCH);
        Path next = Files.createTempFile(folder, "next", "");
        String after = Optional.ofNullable(edit.texts().get(file.toString())).orElseThrow();
        Files.writeString(next, after, StandardCharsets.ISO_8859_1);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() {
        TempFolders.delete(folder);
    }
}
