package dev.wgmesh.config;

import dev.wgmesh.problem.Problem;
import dev.wgmesh.testing.ScriptedPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A folder with a working directory, a home and an etc, and the messages printed there. */
record ConfigFixture(Path folder, Map<String, String> environment, List<String> told) {
    static final String ZONE =
            """
            $TTL 300
            @ IN SOA ns1 hostmaster 1 3600 900 604800 60
            @ IN NS ns1
            ns1 IN A 127.0.0.1
            """;

    static ConfigFixture in(Path folder) {
        return new ConfigFixture(
                folder,
                new HashMap<>(Map.of("HOME", folder.resolve("home").toString())),
                new ArrayList<>());
    }

    Path work() {
        return folder.resolve("work");
    }

    /** Writes a file whose folders are made too. */
    ConfigFixture file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the zone file of an apex, with these records besides what every zone has. */
    ConfigFixture zone(String name, String apex, String records) {
        return file(name, "$ORIGIN " + apex + ".\n" + ZONE + records);
    }

    ConfigContext surroundings(boolean trusts) {
        return new ConfigContext(
                work(),
                folder.resolve("etc"),
                trusts,
                false,
                environment,
                new DriverContext(
                        new Random(1),
                        () -> Instant.parse("2026-01-02T03:04:05Z"),
                        new ScriptedPrograms()),
                new ConfigListener() {
                    @Override
                    public void info(String line) {
                        told.add(line.replace(folder.toString(), "."));
                    }

                    @Override
                    public void warn(List<Problem> problems) {
                        problems.forEach(problem -> info("warning: " + problem));
                    }
                });
    }

    ConfigContext surroundings() {
        return surroundings(true);
    }
}
