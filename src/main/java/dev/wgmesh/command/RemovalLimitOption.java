package dev.wgmesh.command;

import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.problem.Failure;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How many members a command may remove: a mixin. */
@OptionGroup.In(OptionGroup.SAFETY)
final class RemovalLimitOption {
    @Option(
            names = "--max-delete",
            paramLabel = "N",
            description = "Allow removing N members (default: 30 %% of 10+).")
    Optional<Integer> members = Optional.empty();

    /**
     * Returns the largest number of members; empty: the default limit.
     *
     * @throws Failure INPUT where the number is negative
     */
    Optional<Integer> members() {
        return requireNumber("--max-delete", members);
    }

    /** Returns a number of members that is not negative. */
    static Optional<Integer> requireNumber(String flag, Optional<Integer> members) {
        members.filter(n -> n < 0)
                .ifPresent(n -> {
                    throw Failure.input(
                            flag, n + " is out of range", "give a number of members from 0 up");
                });
        return members;
    }
}
