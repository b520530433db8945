package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.keys.SigningKeyFile;
import dev.wgmesh.provision.Signing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The key that signs the records of a member: a mixin of the commands that write them. */
final class SignOption {
    @OptionGroup.In(OptionGroup.SAFETY)
    @Option(
            names = "--sign",
            paramLabel = "KEYFILE",
            description = "Sign the records for 90 days with this key file.")
    Optional<Path> sign = Optional.empty();

    /**
     * Returns how the command signs.
     *
     * @throws dev.wgmesh.problem.Failure where the file cannot be used
     */
    Signing signing(CommandSession session) {
        return sign.map(session.hostEnvironment().directory()::resolve)
                .map(SigningKeyFile::read)
                .map(key ->
                        new Signing(
                                Optional.of(key),
                                Duration.ofDays(Signing.DEFAULT_DAYS),
                                session.hostEnvironment().clock()))
                .orElse(Signing.NONE);
    }
}
