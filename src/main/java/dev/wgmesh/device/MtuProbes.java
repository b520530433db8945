package dev.wgmesh.device;

import dev.wgmesh.diagnosis.MtuProbe;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.process.Programs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds the largest packet that reaches a member through the tunnel, with {@code ping}. */
record MtuProbes(Programs programs) {
    /** Sizes that are tried, in octets: those of common paths. */
    private static final List<Integer> RUNGS =
            List.of(576, 1000, 1200, 1280, 1300, 1320, 1340, 1360, 1372, 1380, 1392, 1400, 1412);

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int ICMP_HEADER = 8;

    /** A member to send to, its mesh address, and the largest packet that its path carries. */
    record Target(HostName host, IpAddress address, Optional<Integer> carried) {}

    /**
     * Sends to the members side by side: two packets of each size, about five sizes where the
     * largest is lost.
     *
     * @throws Failure UNREADABLE where there is no ping, or it may not send
     */
    List<MtuProbe> run(List<Target> targets, int mtu) {
        return targets.parallelStream()
                .map(it -> new MtuProbe(it.host(), mtu, largest(it.address(), mtu), it.carried()))
                .toList();
    }

    private OptionalInt largest(IpAddress address, int mtu) {
        if (answers(address, mtu)) {
            return OptionalInt.of(mtu);
        }
        List<Integer> rungs = RUNGS.stream().filter(size -> size < mtu).toList();
        int low = -1;
        int high = rungs.size();
        while (high - low > 1) {
            int middle = low < 0 ? 0 : (low + high) / 2;
            if (answers(address, rungs.get(middle))) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low < 0 ? OptionalInt.empty() : OptionalInt.of(rungs.get(low));
    }

    /** Returns whether one of two packets of that size, headers included, is answered. */
    private boolean answers(IpAddress address, int size) {
        boolean v4 = address.family() == Family.V4;
        int header = (v4 ? 20 : 40) + ICMP_HEADER;
        List<String> command =
                List.of(
                        "ping",
                        v4 ? "-4" : "-6",
                        "-n",
                        "-q",
                        "-M",
                        "do",
                        "-c",
                        "2",
                        "-i",
                        "0.2",
                        "-W",
                        "1",
                        "-s",
                        Integer.toString(size - header),
                        address.toString());
        Programs.ProgramResult ended = programs.run(command, "", LIMIT);
        if (ended.exitCode() > 1 && !ended.out().contains("transmitted")) {
            throw Failure.unreadable(
                    String.join(" ", command),
                    "failed: " + ended.err().lines().findFirst().orElse("no output"),
                    "run as root, with the ping of iputils");
        }
        return ended.exitCode() == 0;
    }
}
