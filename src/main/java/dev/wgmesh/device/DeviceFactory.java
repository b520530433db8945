package dev.wgmesh.device;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.process.Programs;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Creates devices. */
public final class DeviceFactory {
    /** The file with a node's resolvers (resolv.conf(5)), below the folder of its files. */
    public static final Path RESOLV_CONF = Path.of("etc/resolv.conf");

    /** An interface name that Linux accepts (dev_valid_name) and that is not an option or path. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.=+-]{0,14}");

    private DeviceFactory() {}

    /**
     * Returns the interface {@code name} of this machine, existing or not, accessed by {@code wg}
     * and {@code ip}.
     *
     * @throws Failure INPUT when the name is not valid for an interface
     */
    public static Device system(String name, Programs programs, CommandLog log, Path resolvConf) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.input(
                    "--interface",
                    "\"" + name + "\" is not a valid interface name",
                    "use 1 to 15 letters, digits, _ . = + or -, such as wg0");
        }
        return new SystemDevice(name, new WgIpCommands(programs, log), resolvConf);
    }
}
