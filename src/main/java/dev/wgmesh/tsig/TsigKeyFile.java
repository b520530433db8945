package dev.wgmesh.tsig;

import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;

/**
 * A file that holds one TSIG key. The format is detected from the contents:
 *
 * <table>
 * <caption>Forms of key files</caption>
 * <tr><th>written by</th><th>form</th></tr>
 * <tr><td>{@code tsig-keygen}, named.conf</td><td>{@code key "n" { algorithm …; secret "…"; };}</td></tr>
 * <tr><td>{@code dnssec-keygen} (old)</td><td>{@code Kn.+163+12345.private}</td></tr>
 * <tr><td>{@code keymgr -t}, knot.conf</td><td>{@code key:} and {@code - id: n} below it</td></tr>
 * <tr><td>a person, for {@code knsupdate -k}</td><td>{@code [hmac-sha256:]n:secret}</td></tr>
 * </table>
 *
 * @param key the key in the file
 * @param warnings a problem if everybody can read the file, or its group can change it; a group
 *     that only reads it (mode 0640) is that of the name server
 */
public record TsigKeyFile(TsigKey key, List<Problem> warnings) {
    private static final Pattern PRIVATE = Pattern.compile("(?m)^Private-key-format:");
    private static final Pattern YAML = Pattern.compile("(?m)^key:\\s*(#.*)?$");

    public TsigKeyFile {
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads the key in a file.
     *
     * @param allowWeak whether hmac-md5 and hmac-sha1 may be used
     * @throws Failure INPUT when the file holds no key, several keys, or a weak one; UNREADABLE
     *     when it cannot be read; REFUSED when it belongs neither to this user nor to root
     */
    public static TsigKeyFile read(Path file, boolean allowWeak) {
        PrivateFile.requireOwn(
                file,
                "TSIG key",
                "check the key, then copy it to a file of your own: install -m 600 "
                        + file
                        + " wg-mesh.key");
        String text = PrivateFile.read(file);
        List<TsigKeyText> keys = keys(file, text);
        if (keys.isEmpty()) {
            throw Failure.input(file.toString(), "holds no TSIG key", TsigKeyText.MAKE);
        }
        if (keys.size() > 1) {
            throw Failure.input(
                    file.toString(),
                    "holds " + keys.size() + " TSIG keys (" + names(keys) + "), expected one",
                    "copy the key to use into a file of its own");
        }
        return new TsigKeyFile(keys.getFirst().toKey(file, allowWeak), warnings(file));
    }

    private static List<TsigKeyText> keys(Path file, String text) {
        if (PRIVATE.matcher(text).find()) {
            return List.of(BindPrivateKeyFile.parse(file, text));
        }
        if (YAML.matcher(text).find()) {
            return KnotKeys.parseYaml(text);
        }
        List<TsigKeyText> lines = KnotKeys.parseLines(text);
        return lines.isEmpty() ? BindKeys.parse(file, text) : lines;
    }

    private static String names(List<TsigKeyText> keys) {
        return keys.stream()
                .map(key ->
                        TsigKeyText.parseName(key.name())
                                .map((Name name) -> name.toString(true))
                                .orElse("unnamed"))
                .collect(Collectors.joining(", "));
    }

    private static List<Problem> warnings(Path file) {
        boolean everybody = PrivateFile.isOpenToEverybody(file);
        if (!everybody && !PrivateFile.isGroupWritable(file)) {
            return List.of();
        }
        return List.of(
                new Problem(
                        file.toString(),
                        everybody
                                ? "every user of this machine has access to this TSIG secret"
                                : "the group of the file can change this TSIG key",
                        "chmod g-w,o= " + file));
    }
}
