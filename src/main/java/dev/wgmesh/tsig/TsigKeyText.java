package dev.wgmesh.tsig;

import dev.wgmesh.problem.Failure;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * The parts of a key as a file writes them. No error quotes them, since a misplaced secret is still
 * a secret.
 *
 * @param line where the key begins, from 1
 * @param algorithm empty: hmac-sha256
 */
record TsigKeyText(int line, String name, Optional<String> algorithm, Optional<String> secret) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.?");

    /** The fix for a file without a usable key. */
    static final String MAKE = "create a key on the server: tsig-keygen NAME > FILE";

    /**
     * Returns the key.
     *
     * @throws Failure INPUT when the parts are not a valid key, or the algorithm is weak and not
     *     allowed
     */
    TsigKey toKey(Path file, boolean allowWeak) {
        String where = file + ":" + line;
        Name absolute =
                parseName(name)
                        .orElseThrow(() ->
                                Failure.input(where, "the key's name is not a domain name", MAKE));
        String about = "the key " + absolute.toString(true);
        TsigAlgorithm how =
                algorithm
                        .map(text ->
                                TsigAlgorithm.parse(text)
                                        .orElseThrow(() -> unknownAlgorithm(where, about)))
                        .orElse(TsigAlgorithm.HMAC_SHA256);
        if (how.isWeak() && !allowWeak) {
            throw Failure.input(
                    where,
                    about + " uses the weak algorithm " + how,
                    "create a new key on the server: tsig-keygen "
                            + absolute.toString(true)
                            + " > FILE; or accept the weak key: --allow-weak-tsig");
        }
        return new TsigKey(absolute, how, octets(where, about));
    }

    private byte[] octets(String where, String about) {
        String text =
                secret.map(written -> written.replaceAll("\\s", ""))
                        .filter(written -> !written.isEmpty())
                        .orElseThrow(() -> Failure.input(where, about + " has no secret", MAKE));
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw Failure.input(where, "the secret of " + about + " is not base64", MAKE);
        }
    }

    private static Failure unknownAlgorithm(String where, String about) {
        return Failure.input(
                where,
                about + " has an unknown algorithm",
                "use the server's algorithm: hmac-sha256, hmac-sha224, hmac-sha384 or hmac-sha512");
    }

    /** Parses a key name; empty for anything else, such as a misplaced secret. */
    static Optional<Name> parseName(String text) {
        try {
            return NAME.matcher(text).matches()
                    ? Optional.of(Name.fromString(text, Name.root))
                    : Optional.empty();
        } catch (TextParseException _) {
            return Optional.empty();
        }
    }
}
