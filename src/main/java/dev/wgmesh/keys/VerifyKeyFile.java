package dev.wgmesh.keys;

import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file with the public keys of signers, one a line; what follows a key on its line, lines that
 * begin with {@code #}, and empty lines are comments.
 */
public final class VerifyKeyFile {
    private VerifyKeyFile() {}

    /**
     * Reads the keys in a file, at least one, in order.
     *
     * @throws Failure INPUT with every line that is not a key, UNREADABLE when the file cannot be
     *     read, REFUSED when another user owns it or may write it: whoever writes it decides whose
     *     members are believed
     */
    public static List<VerifyKey> read(Path file) {
        PrivateFile.requireOwn(file, "lock");
        if (PrivateFile.isWritableByOthers(file)) {
            throw Failure.refused(
                    file.toString(),
                    "other users can write this file of signers",
                    "check the file, then run: chmod go-w " + file);
        }
        var keys = new ArrayList<VerifyKey>();
        var problems = new ArrayList<Problem>();
        List<String> lines = PrivateFile.read(file).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            switch (VerifyKey.parse(line.split("\\s+", 2)[0])) {
                case KeyParseResult.Valid<VerifyKey>(VerifyKey key) -> keys.add(key);
                case KeyParseResult.Invalid<VerifyKey>(_, String detail) ->
                        problems.add(
                                new Problem(
                                        file + ":" + (i + 1),
                                        "the signer's public key " + detail,
                                        "write the key that wg-mesh lock init prints"));
            }
        }
        if (keys.isEmpty() && problems.isEmpty()) {
            problems.add(
                    new Problem(
                            file.toString(),
                            "holds no signer's public key",
                            "write the key that wg-mesh lock init prints"));
        }
        Failure.throwIfAny(Failure.Kind.INPUT, problems);
        return keys;
    }
}
