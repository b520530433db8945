package dev.wgmesh.config;

import dev.wgmesh.model.PskMode;
import dev.wgmesh.render.FieldReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code psk-file} and {@code psk} of a wg-mesh.toml. */
final class PskTable {
    private static final String FILE = "psk-file";
    private static final String FORM = "expected a file, or [\"PRESENT\", \"NEXT\"]";

    private final FieldReader root;
    private final Path file;

    /**
     * Reads the keys of a file.
     *
     * @param file whose folder relative paths are in
     */
    PskTable(FieldReader root, Path file) {
        this.root = root;
        this.file = file;
    }

    PskSettings settings() {
        List<Path> files =
                root.optional(
                                FILE,
                                key ->
                                        root.hasList(key)
                                                ? root.list(key, this::path, FORM)
                                                : root.one(key, this::path, FORM).map(List::of))
                        .orElse(List.of());
        Optional<PskMode> mode =
                root.optional(
                        "psk",
                        key -> root.one(key, PskMode::parse, "expected optional or required"));
        if (mode.isPresent() && files.isEmpty()) {
            root.report("psk", "requires a secret", "add psk-file = \"FILE\", or remove the key");
        }
        return new PskSettings(files, mode);
    }

    private Optional<Path> path(String text) {
        return SettingsParser.path(file, text);
    }
}
