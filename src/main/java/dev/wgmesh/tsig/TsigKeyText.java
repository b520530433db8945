package dev.wgmesh.tsig;

import dev.wgmesh.problem.Failure;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * A key as a file writes it. No fault quotes what stands there, since a secret at the wrong place
 * is still one.
 *
 * @param line where it begins, from 1
 * @param algorithm empty: hmac-sha256
 */
record TsigKeyText(int line, String name, Optional<String> algorithm, Optional<String> secret) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.?");

    /** How a key file comes about. */
    static final String MAKE = "make one on the server: tsig-keygen NAME > FILE";

    /**
     * The key it stands for.
     *
     * @throws Failure INPUT where it stands for none, or for a weak one that is not allowed
     */
    TsigKey key(Path file, boolean allowWeak) {
        String where = file + ":" + line;
        Name absolute =
                nameOf(name)
                        .orElseThrow(() ->
                                Failure.input(where, "the key's name is no domain name", MAKE));
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
                    about + " signs with " + how + ", which is weak",
                    "make a new key on the server: tsig-keygen "
                            + absolute.toString(true)
                            + "; or take it as it is: --allow-weak-tsig");
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
                about + " has an algorithm that is not known here",
                "use hmac-sha256, hmac-sha224, hmac-sha384 or hmac-sha512, as on the server");
    }

    /** The name, if it can be one and is no secret that stands at its place. */
    static Optional<Name> nameOf(String text) {
        try {
            return NAME.matcher(text).matches()
                    ? Optional.of(Name.fromString(text, Name.root))
                    : Optional.empty();
        } catch (TextParseException _) {
            return Optional.empty();
        }
    }
}
