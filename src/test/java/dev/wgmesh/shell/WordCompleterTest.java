package dev.wgmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.cli.HostEnvironment;
import dev.wgmesh.cli.ShellState;
import dev.wgmesh.cli.Streams;
import dev.wgmesh.command.AllCommands;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.testing.CommandFixture;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordCompleterTest {
    private final ShellState memory = new ShellState();
    private Optional<MeshName> atHand = Optional.empty();

    private List<String> complete(String... words) {
        var nothing = OutputStream.nullOutputStream();
        HostEnvironment outside =
                new CommandFixture(Path.of(""))
                        .hostEnvironment(
                                new Streams(
                                        InputStream.nullInputStream(),
                                        nothing,
                                        nothing,
                                        Set.of(),
                                        80));
        int last = words.length - 1;
        return new WordCompleter(
                        new LineRunner(outside, AllCommands.all(), memory),
                        _ -> atHand.ifPresent(memory::setCurrentMesh))
                .words(List.of(words), last, words[last].length());
    }

    @Test
    void commands_are_completed() {
        assertEquals(List.of("keygen"), complete("ke"));
        assertEquals(List.of("exit", "export"), complete("ex"));
    }

    @Test
    void options_and_their_values_are_completed() {
        assertEquals(List.of("--count"), complete("keygen", "--co"));
        assertEquals(List.of("json"), complete("keygen", "-o", "j"));
    }

    @Test
    void meshes_that_were_seen_are_completed() {
        assertEquals(List.of(), complete("list", "_p"));
        memory.setCurrentMesh(new MeshName("_p2p.example.com"));
        assertEquals(List.of("_p2p.example.com"), complete("list", "_p"));
        assertEquals(List.of("_p2p.example.com"), complete("show", "a.b", "--mesh", "_p"));
    }

    @Test
    void names_at_hand_are_read_where_one_is_completed_and_only_there() {
        atHand = Optional.of(new MeshName("_p2p.example.com"));
        assertEquals(List.of("--zones"), complete("list", "--zo"));
        assertEquals(Optional.empty(), memory.currentMesh());
        assertEquals(List.of("_p2p.example.com"), complete("list", "_p"));
    }
}
