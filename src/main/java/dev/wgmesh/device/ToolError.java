package dev.wgmesh.device;

import dev.wgmesh.problem.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code wg} and {@code ip} say on stderr (C locale), understood. */
final class ToolError {
    private static final Pattern BATCH_LINE = Pattern.compile("Command failed -:(\\d+)");

    private ToolError() {}

    /** The number, from 1, of the line of a batch that failed; 0 where none is named. */
    static int batchLine(String err) {
        Matcher matcher = BATCH_LINE.matcher(err);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    static boolean isAbsent(String err) {
        return err.contains("does not exist") || err.contains("No such device");
    }

    static boolean isUnknownKind(String err) {
        return err.contains("Unknown device type") || err.contains("not supported");
    }

    static Problem of(String command, int exit, String err) {
        String said = firstLine(err);
        String what = said.isEmpty() ? "ended with exit code " + exit : "said \"" + said + "\"";
        return new Problem(command, what, fix(err));
    }

    private static String fix(String err) {
        if (err.contains("not permitted") || err.contains("Permission denied")) {
            return "run as root, or with CAP_NET_ADMIN";
        }
        if (isAbsent(err) || err.contains("Cannot find device")) {
            return "make the interface, or let --key FILE make it";
        }
        if (err.contains("Address already in use")) {
            return "another program has that UDP port: choose one with --port";
        }
        if (err.contains("File exists")) {
            return "somebody else made it meanwhile: look at it, then run this again";
        }
        if (err.contains("busy")) {
            return "another program holds it: run this again";
        }
        if (isUnknownKind(err)) {
            return "install wireguard-go, or a kernel with WireGuard";
        }
        return "run this again; it goes on from what is there";
    }

    private static String firstLine(String err) {
        return err.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> line.replaceFirst("^RTNETLINK answers: ", ""))
                .map(line -> line.replaceFirst("^Error: ", ""))
                .findFirst()
                .orElse("");
    }
}
