package dev.wgmesh.command;

import dev.wgmesh.testing.CommandFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder with a copy of zones/, and commands run in it. */
record ExampleZones(Path folder) {
    static ExampleZones in(Path folder) {
        try {
            Path zones = Files.createDirectory(folder.resolve("zones"));
            for (String name : List.of("example.com.zone", "example.net.zone")) {
                Files.copy(Path.of("zones", name), zones.resolve(name));
            }
            return new ExampleZones(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code wg-mesh} with the words of the line; the same randomness each time. */
    CommandFixture.CommandOutput run(String line) {
        return new CommandFixture(folder).run(line.split(" "));
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    String text(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String name, String text) {
        try {
            Files.writeString(path(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a part of a file that is in it. */
    void replace(String name, String before, String after) {
        String text = text(name);
        if (!text.contains(before)) {
            throw new AssertionError(name + " has no " + before);
        }
        write(name, text.replace(before, after));
    }

    /** The files of the folder and of zones/ but for locks and the home, sorted. */
    List<String> files() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.endsWith(".wg-mesh.lock"))
                    .filter(name -> !name.startsWith("home/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
