package dev.wgmesh.keys;

import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A file that holds one key or secret as text, and white space around it. */
final class SecretFile {
    private SecretFile() {}

    /**
     * Reads the key in a file.
     *
     * @param what the key, for messages: {@code private key}
     * @param fix what to do where the file holds none
     * @throws Failure INPUT when the file holds no key (its text is not quoted), UNREADABLE when it
     *     cannot be read
     */
    static <K> K read(
            Path file, String what, Function<String, KeyParseResult<K>> parser, String fix) {
        String text = PrivateFile.read(file).strip();
        return switch (parser.apply(text)) {
            case KeyParseResult.Valid<K>(K key) -> key;
            case KeyParseResult.Invalid<K>(_, String detail) ->
                    throw Failure.input(
                            file.toString(),
                            text.isEmpty() ? "the file is empty" : "the " + what + " " + detail,
                            fix);
        };
    }

    /**
     * Returns a problem if other users have access to the file.
     *
     * @throws Failure UNREADABLE when the permissions cannot be read
     */
    static List<Problem> warnings(Path file, String what) {
        return PrivateFile.isExposed(file)
                ? List.of(
                        new Problem(
                                file.toString(),
                                "other users can read this " + what,
                                "chmod 600 " + file))
                : List.of();
    }
}
