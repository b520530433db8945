package dev.wgmesh.testing.net;

import dev.wgmesh.process.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The machine's programs, run in a node of a lab; as root or as an unprivileged user. */
public record NodePrograms(LabNode node, boolean root) implements Programs {
    @Override
    public ProgramResult run(List<String> command, String input, Duration limit) {
        var words = new ArrayList<String>();
        if (!root) {
            words.addAll(List.of("setpriv", "--reuid", "65534", "--clear-groups"));
        }
        words.addAll(command);
        try (RunningProcess running = node.startWith(input, words.toArray(String[]::new))) {
            dev.wgmesh.testing.net.FinishedProcess ended = running.end(limit);
            return new ProgramResult(ended.exit(), ended.out(), ended.err(), false);
        }
    }

    @Override
    public boolean isInstalled(String program) {
        return node.exec("which", program).exit() == 0;
    }
}
