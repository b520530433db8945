package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provision.RetryPolicy;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a command retries after another writer was faster: a mixin. */
@OptionGroup.In(OptionGroup.ADVANCED)
final class RetryOptions {
    /** Seconds of retrying by default. */
    private static final long DEFAULT = 30;

    /** The largest value, a day. */
    private static final long MOST = Duration.ofDays(1).toSeconds();

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "Retry a lost race for this long (default: 30).")
    long patience = DEFAULT;

    /**
     * Returns the retries, whose time begins now.
     *
     * @throws Failure INPUT where the number of seconds is out of range
     */
    RetryPolicy policy(CommandSession session) {
        if (patience < 0 || patience > MOST) {
            throw Failure.input(
                    "--patience",
                    patience + " is out of range",
                    "give a number of seconds from 0 to " + MOST);
        }
        return RetryPolicy.of(
                session.hostEnvironment().clock(),
                session.hostEnvironment().randomness(),
                Duration.ofSeconds(patience));
    }
}
