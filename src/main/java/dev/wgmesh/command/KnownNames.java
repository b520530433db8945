package dev.wgmesh.command;

import dev.wgmesh.apply.StateFolder;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ShellState;
import dev.wgmesh.config.LocalNames;
import dev.wgmesh.config.Locations;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneRecord;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Type;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/**
 * Names of meshes and members for completion: those in the zone files and state files at hand; of a
 * mesh that is in none of them, those that DNS lists.
 */
public final class KnownNames {
    /** A person waits for this. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CommandSession session;
    private final List<String> words;

    /**
     * Makes a reader of names.
     *
     * @param words the command line; its options say where records are
     */
    public KnownNames(CommandSession session, List<String> words) {
        this.session = session;
        this.words = words;
    }

    /** The options that say where records are, in a command line that is not complete. */
    @Command
    static final class Places {
        @Mixin PlaceOptions place = new PlaceOptions();
    }

    /** Adds the names to the state; none where nothing can be read. */
    public void read() {
        ShellState names = session.shellState();
        try {
            new StateFolder(StateFolder.DEFAULT).savedMeshes().forEach(names::addNames);
        } catch (Failure _) {
            // It belongs to root.
        }
        try {
            Locations places = session.locations(flags());
            names.addNames(places.localNames());
            if (names.members().isEmpty()) {
                listed(places);
            }
        } catch (Failure _) {
            // The command itself will say why.
        }
    }

    private SourceFlags flags() {
        var typed = new Places();
        try {
            new CommandLine(typed)
                    .setUnmatchedArgumentsAllowed(true)
                    .parseArgs(words.toArray(String[]::new));
            return typed.place.flags();
        } catch (ParameterException _) {
            return SourceFlags.NONE;
        }
    }

    /** Asks DNS for the lists of the meshes that are named, for as long as a person waits. */
    private void listed(Locations places) {
        Set<Question> lists =
                Stream.concat(words.stream(), session.shellState().meshes().stream())
                        .map(word -> word.substring(word.lastIndexOf('=') + 1))
                        .flatMap(word -> MeshName.parse(word).stream())
                        .map(mesh -> Question.of(mesh.text(), Type.TXT))
                        .collect(Collectors.toSet());
        if (lists.isEmpty()) {
            return;
        }
        Thread asking =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            try {
                                add(places, lists);
                            } catch (Failure _) {
                                // No answer.
                            }
                        });
        try {
            asking.join(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(Locations places, Set<Question> lists) {
        var members = new TreeSet<HostName>();
        places.source().query(lists).values().stream()
                .flatMap(answer -> answer.found().stream())
                .flatMap(list -> list.records().stream())
                .map(ZoneRecord::text)
                .forEach(text -> HostName.parse(text).ifPresent(members::add));
        session.shellState().addNames(new LocalNames(Set.of(), members));
    }
}
