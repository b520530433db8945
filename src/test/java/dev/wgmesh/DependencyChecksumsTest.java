package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * .mvn/checksums.sha256: the libraries are the ones that a maintainer looked at. {@code
 * scripts/checksums} writes the file.
 */
class DependencyChecksumsTest {
    private static final Path LIST = Path.of(".mvn/checksums.sha256");

    @TempDir Path folder;

    /** Path in a Maven repository to SHA-256. */
    private static Map<String, String> trusted() throws IOException {
        var trusted = new TreeMap<String, String>();
        for (String line : Files.readAllLines(LIST)) {
            String[] words = line.split(" +\\*?", 2);
            trusted.put(words[1], words[0]);
        }
        return trusted;
    }

    private static String sha256(Path file) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns what is wrong with jars: those with another checksum than the list, or with none. */
    private static List<String> faults(List<Path> jars) throws IOException {
        Map<String, String> trusted = trusted();
        var faults = new ArrayList<String>();
        for (Path jar : jars) {
            String name = jar.toString().replace(File.separatorChar, '/');
            List<String> sums =
                    trusted.entrySet().stream()
                            .filter(entry -> name.endsWith("/" + entry.getKey()))
                            .map(Map.Entry::getValue)
                            .toList();
            if (!sums.equals(List.of(sha256(jar)))) {
                faults.add(name + (sums.isEmpty() ? " is not listed" : " has another checksum"));
            }
        }
        return faults;
    }

    /** Returns the libraries of the class path; outside of Maven only those that are listed. */
    private static List<Path> libraries() throws IOException {
        Map<String, String> trusted = trusted();
        boolean maven = Optional.ofNullable(System.getProperty("basedir")).isPresent();
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> maven || trusted.keySet().stream().anyMatch(entry::endsWith))
                .map(Path::of)
                .toList();
    }

    @Test
    void every_library_has_the_checksum_of_the_list() throws IOException {
        assertTrue(libraries().size() > 40, libraries().toString());
        assertEquals(List.of(), faults(libraries()), "fix: scripts/checksums, and read the diff");
    }

    @Test
    void a_changed_library_and_an_unknown_one_are_faults() throws IOException {
        String dnsjava =
                trusted().keySet().stream()
                        .filter(k -> k.contains("/dnsjava-"))
                        .findFirst()
                        .orElseThrow();
        Path changed = folder.resolve(dnsjava);
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, "another library");
        Path unknown = Files.writeString(folder.resolve("unknown-1.0.jar"), "");
        assertEquals(
                List.of(changed + " has another checksum", unknown + " is not listed"),
                faults(List.of(changed, unknown)));
    }
}
