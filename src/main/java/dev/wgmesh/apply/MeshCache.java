package dev.wgmesh.apply;

import dev.wgmesh.files.FileStamp;
import dev.wgmesh.limits.HeapLimit;
import dev.wgmesh.mesh.MeshMerge;
import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the mesh of a pass, or the saved mesh while DNS cannot be read: at boot, DNS may not be
 * reachable yet, or only through the mesh.
 */
final class MeshCache {
    private final MeshSource source;
    private final StateFolder states;
    private final InstantSource clock;
    private Optional<SavedReading> lastSaved = Optional.empty();

    MeshCache(MeshSource source, StateFolder states, InstantSource clock) {
        this.source = source;
        this.states = states;
        this.clock = clock;
    }

    /** A mesh that was read and saved, and the stamp of its file. */
    private record SavedReading(Mesh mesh, FileStamp stamp) {
        /** Returns whether another reading gave the same mesh. */
        boolean isOf(Mesh other) {
            return mesh.lists().equals(other.lists()) && mesh.members().equals(other.members());
        }
    }

    /** Makes the next reading ask for everything. */
    void forget() {
        source.forget();
    }

    /** Returns the addresses that reading needs. */
    List<ContactAddress> contacts() {
        return source.contacts();
    }

    /**
     * A mesh for a pass.
     *
     * @param saved that a saved mesh is used, and its age; empty: it was read now
     * @param problems what could not be read
     */
    record Reading(Mesh mesh, Optional<Problem> saved, List<Problem> problems) {
        Reading {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads the mesh; if its list cannot be read, returns the saved mesh.
     *
     * @throws Failure as the source does, and UNREADABLE when the saved mesh is too old or cannot
     *     be read
     */
    Reading read(PassRequest request) {
        Mesh mesh;
        try {
            mesh = source.read(request.mesh());
        } catch (Failure failure) {
            if (failure.kind() != Failure.Kind.UNREADABLE) {
                throw failure;
            }
            return saved(request, failure.problems()).orElseThrow(() -> failure);
        } catch (OutOfMemoryError _) {
            List<Problem> problems = List.of(HeapLimit.ofProcess().problem());
            return saved(request, problems)
                    .orElseThrow(() -> new Failure(Failure.Kind.UNREADABLE, problems));
        }
        var now = new Reading(mesh, Optional.empty(), mesh.problems());
        return mesh.root().hosts() instanceof DnsAnswer.Failed<List<HostName>>(Problem problem)
                ? saved(request, List.of(problem)).orElse(now)
                : now;
    }

    /** Returns the saved mesh; empty when there is none, or none is to be used. */
    private Optional<Reading> saved(PassRequest request, List<Problem> causes) {
        if (request.maxStale().isZero()) {
            return Optional.empty();
        }
        StateFolder.SavedMesh saved = states.loadMesh(request.mesh(), request.device());
        if (saved.problem().isPresent()) {
            throw unreadable(causes, request, "; nothing changed", saved.problem().get());
        }
        return saved.mesh().map(mesh -> use(request, causes, mesh, saved.readAt()));
    }

    private Reading use(PassRequest request, List<Problem> causes, Mesh mesh, Instant readAt) {
        Duration since = Duration.between(readAt, clock.instant());
        Duration age = since.isNegative() ? Duration.ZERO : since; // the clock was set back
        String text = AgeText.of(age);
        if (age.compareTo(request.maxStale()) > 0) {
            throw unreadable(
                    causes,
                    request,
                    ", and the saved mesh is too old: it was read "
                            + text
                            + " ago; nothing changed",
                    new Problem(
                            "--max-stale",
                            "allows a saved mesh of at most " + AgeText.of(request.maxStale()),
                            "to use the saved mesh: --max-stale " + (age.toDays() + 1) + "d"));
        }
        var using =
                new Problem(
                        request.mesh().text(),
                        "DNS cannot be read; using the mesh that was read "
                                + text
                                + " ago, at "
                                + readAt.truncatedTo(ChronoUnit.SECONDS),
                        "to see the problem, run: wg-mesh list " + request.mesh());
        var problems = new ArrayList<>(causes);
        problems.addAll(mesh.problems());
        return new Reading(mesh, Optional.of(using), problems);
    }

    private static Failure unreadable(
            List<Problem> causes, PassRequest request, String consequence, Problem last) {
        var problems = new ArrayList<>(causes);
        problems.add(
                new Problem(
                        request.mesh().text(),
                        "the member list could not be read" + consequence,
                        "try again when DNS answers"));
        problems.add(last);
        return new Failure(Failure.Kind.UNREADABLE, problems);
    }

    /**
     * Saves a mesh that a pass has read and can use, completed with the one saved before. Returns
     * the problems: a mesh that cannot be saved does not stop the pass.
     */
    List<Problem> save(PassRequest request, Reading reading) {
        if (reading.saved().isPresent()) {
            return List.of();
        }
        Instant now = clock.instant();
        Mesh read = reading.mesh();
        // most passes read the mesh of the pass before, or of the process before
        lastSaved =
                lastSaved
                        .filter(saved -> saved.isOf(read))
                        .map(SavedReading::stamp)
                        .or(() -> states.stampOf(read, request.device()))
                        .flatMap(stamp ->
                                states.touchMesh(request.mesh(), request.device(), now, stamp))
                        .map(stamp -> new SavedReading(read, stamp));
        return lastSaved.isPresent() ? List.of() : saveAnew(request, read, now);
    }

    private List<Problem> saveAnew(PassRequest request, Mesh read, Instant now) {
        var problems = new ArrayList<Problem>();
        StateFolder.SavedMesh before = states.loadMesh(request.mesh(), request.device());
        before.problem().ifPresent(problems::add);
        Mesh complete = before.mesh().map(saved -> MeshMerge.merge(read, saved)).orElse(read);
        try {
            lastSaved =
                    states.saveMesh(complete, request.device(), now, before)
                            .map(stamp -> new SavedReading(read, stamp));
        } catch (Failure failure) {
            problems.addAll(failure.problems());
        }
        return problems;
    }
}
