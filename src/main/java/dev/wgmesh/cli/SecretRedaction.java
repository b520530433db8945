package dev.wgmesh.cli;

import dev.wgmesh.problem.PrintableText;
import java.util.regex.Pattern;

/** Words of a command line for messages, without what may be a secret. */
public final class SecretRedaction {
    /** 32 bytes in base64, a letter more or less. */
    private static final Pattern KEY =
            Pattern.compile("(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{42,44}={0,2}(?![A-Za-z0-9+/=])");

    private SecretRedaction() {}

    /** Returns whether a part of the text looks like a WireGuard key. */
    public static boolean containsKey(String text) {
        return KEY.matcher(text).find();
    }

    static String redact(String text) {
        return KEY.matcher(PrintableText.of(text)).replaceAll("(what looks like a key)");
    }

    /** Returns the text in quotes, without what looks like a key. */
    public static String quote(String text) {
        return "'" + redact(text) + "'";
    }
}
