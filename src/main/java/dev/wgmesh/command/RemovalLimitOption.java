package dev.wgmesh.command;

import dev.wgmesh.cli.OptionGroup;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How many members a command may remove: a mixin. */
@OptionGroup.In(OptionGroup.SAFETY)
final class RemovalLimitOption {
    @Option(
            names = "--max-delete",
            paramLabel = "N",
            converter = NumberConverter.Members.class,
            description = "Allow removing N members (default: 30 %% of 10+).")
    Optional<Integer> members = Optional.empty();

    /** Returns the largest number of members; empty: the default limit. */
    Optional<Integer> members() {
        return members;
    }
}
