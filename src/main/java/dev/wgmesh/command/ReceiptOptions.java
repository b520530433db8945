package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.OptionGroup;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the receipts of commits are kept: a mixin. */
@OptionGroup.In(OptionGroup.SAFETY)
final class ReceiptOptions {
    @Option(
            names = "--receipt",
            paramLabel = "FILE",
            description = "Save the receipt, for wg-mesh rollback.")
    Optional<Path> receipt = Optional.empty();

    @OptionGroup.In(OptionGroup.ADVANCED)
    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Keep receipts and audit.log in this folder.")
    Optional<Path> stateDir = Optional.empty();

    /** Returns the store of the command's receipts. */
    ReceiptStore store(CommandSession session) {
        Path directory = session.hostEnvironment().directory();
        return new ReceiptStore(
                session,
                ReceiptStore.stateFolder(session.hostEnvironment(), stateDir),
                receipt.map(directory::resolve));
    }
}
