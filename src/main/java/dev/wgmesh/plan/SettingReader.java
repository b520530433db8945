package dev.wgmesh.plan;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Gives the settings of a location, by their names in JSON documents; reports each setting that is
 * missing or wrong, and returns nothing for it.
 */
public interface SettingReader {
    /** Returns whether the setting is present. */
    boolean has(String name);

    /** Returns a text that must be present. */
    Optional<String> text(String name);

    /**
     * Returns what {@code parse} makes of a text that must be present.
     *
     * @param expected what is reported where {@code parse} makes nothing of the text
     */
    <T> Optional<T> one(String name, Function<String, Optional<T>> parse, String expected);

    /** Returns a truth value that must be present. */
    Optional<Boolean> yesNo(String name);

    /** Reports that a setting is wrong. */
    <T> Optional<T> wrong(String name, String what);

    /** Returns what {@code read} gives where the setting is present. */
    default <T> Optional<T> optional(String name, Function<String, Optional<T>> read) {
        return has(name) ? read.apply(name) : Optional.empty();
    }

    /** Returns a path that must be present. */
    default Optional<Path> path(String name) {
        return one(
                name,
                text -> {
                    try {
                        return Optional.of(Path.of(text));
                    } catch (InvalidPathException _) {
                        return Optional.empty();
                    }
                },
                "expected a path");
    }

    /** Returns a URL that must be present. */
    default Optional<URI> url(String name) {
        return one(
                name,
                text -> {
                    try {
                        return Optional.of(new URI(text));
                    } catch (URISyntaxException _) {
                        return Optional.empty();
                    }
                },
                "expected a URL");
    }
}
