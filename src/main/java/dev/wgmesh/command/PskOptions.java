package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.config.Locations;
import dev.wgmesh.config.PskSettings;
import dev.wgmesh.keys.PskFile;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.mesh.PresharedKeys;
import dev.wgmesh.model.PskMode;
import dev.wgmesh.problem.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The secrets that preshared keys are derived from: a mixin. */
@OptionGroup.In(OptionGroup.SAFETY)
final class PskOptions {
    @Option(
            names = "--psk-file",
            paramLabel = "FILE",
            description = "Secret of preshared keys; a second one: the next.")
    List<Path> files = List.of();

    @Option(
            names = "--psk-mode",
            paramLabel = "MODE",
            description = "Preshared keys are optional (default) or required.")
    Optional<PskMode> mode = Optional.empty();

    /**
     * Returns the secrets of the files given, else of wg-mesh.toml, and how they are used.
     *
     * @throws Failure where a file cannot be used, or there are more than two
     */
    PresharedKeys presharedKeys(CommandSession session, Locations places) {
        return presharedKeys(session, places.settings().presharedKeys());
    }

    /**
     * Returns the secrets of the files given, and no others.
     *
     * @throws Failure as {@link #presharedKeys(CommandSession, Locations)} does
     */
    PresharedKeys presharedKeys(CommandSession session) {
        return presharedKeys(session, PskSettings.NONE);
    }

    private PresharedKeys presharedKeys(CommandSession session, PskSettings settings) {
        List<Path> all =
                files.isEmpty()
                        ? settings.files()
                        : files.stream()
                                .map(session.hostEnvironment().directory()::resolve)
                                .toList();
        if (all.size() > PresharedKeys.MAX_SECRETS) {
            throw Failure.input(
                    "--psk-file",
                    "was given " + all.size() + " times",
                    "give the present secret and at most one more, the next");
        }
        Optional<PskMode> rule = mode.or(settings::mode);
        if (all.isEmpty() && rule.isPresent()) {
            throw Failure.input(
                    "--psk-mode " + rule.get(),
                    "requires a secret",
                    "add --psk-file FILE; to create one: wg-mesh keygen --psk --out FILE");
        }
        var secrets = new ArrayList<PskSecret>();
        for (Path file : all) {
            PskFile read = PskFile.read(file);
            session.warn(read.warnings());
            if (secrets.contains(read.secret())) {
                throw Failure.input(
                        file.toString(), "is the same secret twice", "remove one --psk-file");
            }
            secrets.add(read.secret());
        }
        return PresharedKeys.of(rule.orElse(PskMode.OPTIONAL), secrets);
    }
}
