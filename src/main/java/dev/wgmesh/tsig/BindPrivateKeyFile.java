package dev.wgmesh.tsig;

import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.problem.Failure;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the key format of BIND's older tools: algorithm and secret in {@code
 * Kname.+163+12345.private}, the key's name only in the two file names and in the {@code .key} file
 * beside it.
 */
final class BindPrivateKeyFile {
    private static final Pattern FILE_NAME =
            Pattern.compile("K(.+)\\.\\+\\d{3}\\+\\d{5}\\.private");
    private static final Pattern ALGORITHM = Pattern.compile("(?m)^Algorithm:\\s*(\\d+)");
    private static final Pattern SECRET = Pattern.compile("(?m)^Key:\\s*(\\S+)");
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

    private BindPrivateKeyFile() {}

    static TsigKeyText parse(Path file, String text) {
        Matcher number = ALGORITHM.matcher(text);
        if (!number.find()) {
            throw Failure.input(file.toString(), "has no Algorithm line", TsigKeyText.MAKE);
        }
        String algorithm = algorithm(file, number.group(1));
        Matcher secret = SECRET.matcher(text);
        return new TsigKeyText(
                1,
                name(file),
                Optional.of(algorithm),
                secret.find() ? Optional.of(secret.group(1)) : Optional.empty());
    }

    /** Numbers of BIND's dst library; the numbers of RFC 8624 mean DNSSEC algorithms. */
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
                            "algorithm " + number + " is not a TSIG algorithm",
                            TsigKeyText.MAKE);
        };
    }

    private static String name(Path file) {
        String own = String.valueOf(file.getFileName());
        Matcher fileName = FILE_NAME.matcher(own);
        if (fileName.matches()) {
            return ESCAPE.matcher(fileName.group(1))
                    .replaceAll(code ->
                            Matcher.quoteReplacement(
                                    String.valueOf((char) Integer.parseInt(code.group(1), 16))));
        }
        Path companion = file.resolveSibling(own.replaceFirst("\\.private$", "") + ".key");
        if (!PrivateFile.exists(companion)) {
            throw Failure.input(
                    file.toString(),
                    "the key's name is unknown: it is read from a file name"
                            + " Kname.+163+12345.private or from "
                            + companion,
                    "restore the file name that BIND chose, or put "
                            + companion
                            + " beside the file");
        }
        return PrivateFile.read(companion)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith(";"))
                .map(line -> line.split("\\s+", 2)[0])
                .findFirst()
                .orElseThrow(() ->
                        Failure.input(companion.toString(), "the file is empty", TsigKeyText.MAKE));
    }
}
