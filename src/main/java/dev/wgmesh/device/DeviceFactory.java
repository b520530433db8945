package dev.wgmesh.device;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.process.Programs;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where devices come from. */
public final class DeviceFactory {
    /** Where the resolvers of a node stand (resolv.conf(5)). */
    public static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    /** An interface name that Linux takes (dev_valid_name) and that is no option or path. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.=+-]{0,14}");

    private DeviceFactory() {}

    /**
     * The interface {@code name} of this machine, by {@code wg} and {@code ip}; made and absent
     * interfaces alike.
     *
     * @throws Failure INPUT where no interface can have that name
     */
    public static Device system(String name, Programs programs, CommandLog log, Path resolvConf) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.input(
                    "--interface",
                    "no interface can be named \"" + name + "\"",
                    "give 1 to 15 letters, digits, _ . = + or -");
        }
        return new SystemDevice(name, new WgIpCommands(programs, log), resolvConf);
    }
}
