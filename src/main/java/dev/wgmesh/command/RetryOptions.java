package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.provision.RetryPolicy;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a command retries after another writer was faster: a mixin. */
@OptionGroup.In(OptionGroup.ADVANCED)
final class RetryOptions {
    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            converter = NumberConverter.Patience.class,
            description = "Retry a lost race for this long (default: 30).")
    Duration patience = Duration.ofSeconds(30);

    /** Returns the retries, whose time begins now. */
    RetryPolicy policy(CommandSession session) {
        return RetryPolicy.of(
                session.hostEnvironment().clock(),
                session.hostEnvironment().randomness(),
                patience);
    }
}
