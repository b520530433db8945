package dev.wgmesh.device;

import dev.wgmesh.files.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a machine, read only.
 *
 * @param root the folder that they are below: {@code /}
 */
record SystemFiles(Path root) {
    /** Returns a text; empty where the file does not exist or cannot be read. */
    Optional<String> text(String path) {
        try {
            return Optional.of(RegularFile.text(resolve(path), StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Returns the names in a folder, sorted; none where it cannot be read. */
    List<String> names(String folder) {
        try (Stream<Path> children = Files.list(resolve(folder))) {
            return children.map(it -> it.getFileName().toString()).sorted().toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    /**
     * Returns the texts of a file and of its drop-ins, in the order in which they count
     * (systemd.unit(5)).
     *
     * @param folders those that win first
     * @return none where the file does not exist in any folder
     */
    List<String> withDropIns(List<String> folders, String name) {
        Optional<String> file =
                folders.stream().flatMap(it -> text(it + "/" + name).stream()).findFirst();
        if (file.isEmpty()) {
            return List.of();
        }
        return Stream.concat(file.stream(), dropIns(folders, name).stream()).toList();
    }

    /** Returns the texts of the drop-ins of a file; the file itself need not exist. */
    List<String> dropIns(List<String> folders, String name) {
        var texts = new TreeMap<String, String>();
        for (String folder : folders) {
            String inner = folder + "/" + name + ".d";
            for (String child : names(inner)) {
                if (child.endsWith(".conf")) {
                    text(inner + "/" + child).ifPresent(it -> texts.putIfAbsent(child, it));
                }
            }
        }
        return List.copyOf(texts.values());
    }

    private Path resolve(String path) {
        return root.resolve(path.substring(1));
    }
}
