package dev.wgmesh.command;

import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.problem.Failure;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How many members may get other keys or addresses: a mixin. */
@OptionGroup.In(OptionGroup.SAFETY)
final class ChangeLimitOption {
    @Option(
            names = "--max-change",
            paramLabel = "N",
            description = "Allow changing N members (default: 30 %% of 10+).")
    Optional<Integer> members = Optional.empty();

    /**
     * Returns the largest number of members; empty: the default limit.
     *
     * @throws Failure INPUT where the number is negative
     */
    Optional<Integer> members() {
        return RemovalLimitOption.requireNumber("--max-change", members);
    }
}
