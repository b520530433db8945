package dev.wgmesh.device;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.process.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A unit of systemd that a template makes: {@code wg-mesh@_p2p.example.com.service}.
 *
 * @param root the folder of the machine's files: {@code /}
 * @param template the file of the template, such as {@code wg-mesh@.service}
 * @param instance the name after the {@code @}; it needs no escape
 */
public record ServiceUnit(Programs programs, Path root, String template, String instance) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** It exists while systemd is the init of this machine (sd_booted(3)). */
    private static final String BOOTED = "run/systemd/system";

    /** What systemd says of a unit that starts, runs, or reads its settings again. */
    private static final List<String> RUNNING = List.of("active", "activating", "reloading");

    /** Whether a unit can be enabled, and whether it is. */
    public enum State {
        /** Systemd is not the init of this machine. */
        NO_SYSTEMD,
        /** No folder of systemd has the template. */
        NOT_INSTALLED,
        /** It does not start at boot, or does not run. */
        DISABLED,
        /** It starts at boot, and runs. */
        ENABLED
    }

    /** Returns the name of the unit. */
    public String name() {
        return template.replace("@.", "@" + instance + ".");
    }

    /**
     * Returns whether the unit can be enabled, and whether it is.
     *
     * @throws Failure UNREADABLE when {@code systemctl} cannot be run
     */
    public State state() {
        if (!Files.isDirectory(root.resolve(BOOTED))) {
            return State.NO_SYSTEMD;
        }
        var files = new SystemFiles(root);
        if (ServiceReader.UNIT_FOLDERS.stream()
                .noneMatch(folder -> files.text(folder + "/" + template).isPresent())) {
            return State.NOT_INSTALLED;
        }
        boolean enabled = output("is-enabled").equals("enabled");
        return enabled && RUNNING.contains(output("is-active")) ? State.ENABLED : State.DISABLED;
    }

    /** Returns the command that enables and starts the unit. */
    public String enableCommand() {
        return String.join(" ", enabling());
    }

    /**
     * Enables and starts the unit. Does not wait until it is ready: it becomes ready when DNS can
     * be read.
     *
     * @throws Failure PARTIAL when systemd refuses that; UNREADABLE when {@code systemctl} cannot
     *     be run
     */
    public void enable() {
        Programs.ProgramResult ended = programs.run(enabling(), "", LIMIT);
        if (!ended.ok()) {
            throw WgIpCommands.failure(Failure.Kind.PARTIAL, enableCommand(), ended);
        }
    }

    private List<String> enabling() {
        return List.of("systemctl", "enable", "--now", "--no-block", name());
    }

    private String output(String verb) {
        return programs.run(List.of("systemctl", verb, name()), "", LIMIT).out().strip();
    }
}
