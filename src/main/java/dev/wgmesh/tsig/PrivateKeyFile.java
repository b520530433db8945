package dev.wgmesh.tsig;

import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.problem.Failure;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as BIND's old tools write it: algorithm and secret in {@code Kname.+163+12345.private}, its
 * name only in the names of the two files and in the {@code .key} beside it.
 */
final class PrivateKeyFile {
    private static final Pattern FILE_NAME =
            Pattern.compile("K(.+)\\.\\+\\d{3}\\+\\d{5}\\.private");
    private static final Pattern ALGORITHM = Pattern.compile("(?m)^Algorithm:\\s*(\\d+)");
    private static final Pattern SECRET = Pattern.compile("(?m)^Key:\\s*(\\S+)");
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

    private PrivateKeyFile() {}

    static TsigKeyText key(Path file, String text) {
        Matcher number = ALGORITHM.matcher(text);
        if (!number.find()) {
            throw Failure.input(file.toString(), "names no algorithm", TsigKeyText.MAKE);
        }
        String algorithm = algorithm(file, number.group(1));
        Matcher secret = SECRET.matcher(text);
        return new TsigKeyText(
                1,
                name(file),
                Optional.of(algorithm),
                secret.find() ? Optional.of(secret.group(1)) : Optional.empty());
    }

    /** The numbers of BIND's dst library; those of RFC 8624 stand for DNSSEC. */
    private static String algorithm(Path file, String number) {
        return switch (number) {
            case "157" -> "hmac-md5";
            case "161" -> "hmac-sha1";
            case "162" -> "hmac-sha224";
            case "163" -> "hmac-sha256";
            case "164" -> "hmac-sha384";
            case "165" -> "hmac-sha512";
            default ->
                    throw Failure.input(
                            file.toString(),
                            "holds a key of algorithm " + number + ", which is none of TSIG",
                            "name the file of a TSIG key; " + TsigKeyText.MAKE);
        };
    }

    private static String name(Path file) {
        String own = String.valueOf(file.getFileName());
        Matcher told = FILE_NAME.matcher(own);
        if (told.matches()) {
            return ESCAPE.matcher(told.group(1))
                    .replaceAll(code ->
                            Matcher.quoteReplacement(
                                    String.valueOf((char) Integer.parseInt(code.group(1), 16))));
        }
        Path companion = file.resolveSibling(own.replaceFirst("\\.private$", "") + ".key");
        if (!PrivateFile.exists(companion)) {
            throw Failure.input(
                    file.toString(),
                    "does not say the key's name, and there is no " + companion + " that does",
                    "keep the name BIND gave it: Kname.+163+12345.private");
        }
        return PrivateFile.read(companion)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith(";"))
                .map(line -> line.split("\\s+", 2)[0])
                .findFirst()
                .orElseThrow(
                        () -> Failure.input(companion.toString(), "is empty", TsigKeyText.MAKE));
    }
}
