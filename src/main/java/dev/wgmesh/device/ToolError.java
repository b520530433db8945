package dev.wgmesh.device;

import dev.wgmesh.problem.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Interprets the error messages of {@code wg} and {@code ip} (C locale). */
final class ToolError {
    private static final Pattern BATCH_LINE = Pattern.compile("Command failed -:(\\d+)");

    private static final Pattern DEVICE = Pattern.compile("\\bdev (\\S+)");

    private ToolError() {}

    /** Returns the number, from 1, of the failed line of a batch; 0 when the message has none. */
    static int batchLine(String err) {
        Matcher matcher = BATCH_LINE.matcher(err);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    static boolean isAbsent(String err) {
        return err.contains("does not exist") || err.contains("No such device");
    }

    static boolean isPresent(String err) {
        return err.contains("File exists");
    }

    static boolean isUnknownKind(String err) {
        return err.contains("Unknown device type") || err.contains("not supported");
    }

    static Problem of(String command, int exit, String err) {
        String said = firstLine(err);
        String what = said.isEmpty() ? "failed with exit code " + exit : "failed: " + said;
        return new Problem(command, what, fix(command, err));
    }

    private static String fix(String command, String err) {
        if (err.contains("IPv6 is disabled")) {
            return "enable IPv6 on the interface: sysctl -w net.ipv6.conf."
                    + device(command)
                    + ".disable_ipv6=0";
        }
        if (err.contains("socket in use")) {
            return "another wireguard-go has this name: end it, or choose another with --interface";
        }
        if (err.contains("not permitted") || err.contains("Permission denied")) {
            return "run as root, or with CAP_NET_ADMIN";
        }
        if (isAbsent(err) || err.contains("Cannot find device")) {
            return "give --key FILE and wg-mesh creates the interface, or create the interface by"
                    + " hand";
        }
        if (err.contains("Address already in use")) {
            return "another program uses this UDP port; choose another with --port";
        }
        if (isPresent(err)) {
            return "another program created it meanwhile; check it, then run the command again";
        }
        if (err.contains("busy")) {
            return "another program is using it; run the command again";
        }
        if (isUnknownKind(err)) {
            return command.contains(" type wireguard")
                    ? "install wireguard-go, or a kernel with WireGuard"
                    : "use a kernel that supports it; IPv6 needs one that was not started with"
                            + " ipv6.disable=1";
        }
        return "run the command again; it continues where it stopped";
    }

    private static String device(String command) {
        Matcher matcher = DEVICE.matcher(command);
        return matcher.find() ? matcher.group(1) : "all";
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
