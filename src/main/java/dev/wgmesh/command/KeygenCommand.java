package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.render.KeyPrinter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code keygen}: a key pair. */
@Command(
        name = "keygen",
        description = {
            KeygenCommand.SUMMARY,
            "Without --out both keys are printed on stdout; with --out FILE the",
            "private key is saved, and the public key is printed. With --psk, generate",
            "the secret of preshared keys that all nodes of a mesh share."
        },
        footer = {
            "  wg-mesh keygen",
            "  wg-mesh keygen --out /etc/wg-mesh/wg0.key",
            "  wg-mesh keygen --out - | ssh node-d 'umask 077; cat > wg0.key'",
            "  wg-mesh keygen --pubkey < node-d.key",
            "  wg-mesh keygen --count 3 -o json",
            "  wg-mesh keygen --psk --out /etc/wg-mesh/mesh.psk"
        })
final class KeygenCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Generate a WireGuard key pair.";

    private static final Path STDOUT = Path.of("-");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Save the private key here (-: stdout).")
    Optional<Path> out = Optional.empty();

    @Option(names = "--force", description = "Replace an existing file of --out.")
    boolean force;

    @Option(names = "--pubkey", description = "Print the public key of a private key on stdin.")
    boolean pubkey;

    @Option(names = "--psk", description = "Generate a secret of preshared keys.")
    boolean psk;

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = NumberConverter.Keys.class,
            description = "Generate N key pairs.")
    Optional<Integer> count = Optional.empty();

    @Override
    public ExitCode run(CommandSession session) {
        check();
        if (psk) {
            secret(session);
        } else if (pubkey) {
            session.print(printer(session).publicKey(KeyInput.read(session).publicKey()));
        } else if (isStdout()) {
            PrivateKey key = PrivateKey.generate(session.hostEnvironment().randomness());
            session.print(printer(session).privateKey(key));
            session.note("PublicKey = " + key.publicKey());
        } else if (out.isPresent()) {
            Path file = session.hostEnvironment().directory().resolve(out.get());
            PrivateKey key = PrivateKey.generate(session.hostEnvironment().randomness());
            var target = new NewKeyFile(file, CommandSession.SETTINGS_FOLDER);
            write(file, () -> target.replace(key), () -> target.create(key));
            session.note("private key written to " + out.get());
            session.print(printer(session).publicKey(key.publicKey()));
        } else {
            session.print(
                    printer(session)
                            .pairs(
                                    Stream.generate(() ->
                                                    PrivateKey.generate(
                                                            session.hostEnvironment().randomness()))
                                            .limit(count.orElse(1))
                                            .toList()));
        }
        return ExitCode.SUCCESS;
    }

    private boolean isStdout() {
        return out.filter(STDOUT::equals).isPresent();
    }

    private void secret(CommandSession session) {
        PskSecret secret = PskSecret.generate(session.hostEnvironment().randomness());
        if (out.isEmpty() || isStdout()) {
            session.print(printer(session).secret(secret));
            return;
        }
        Path file = session.hostEnvironment().directory().resolve(out.get());
        var target = new NewKeyFile(file, CommandSession.SETTINGS_FOLDER);
        write(file, () -> target.replace(secret), () -> target.create(secret));
        session.note("secret of preshared keys written to " + out.get());
        session.print(printer(session).secretId(secret));
    }

    private void write(Path file, Runnable replace, Runnable create) {
        if (force) {
            if (PrivateFile.exists(file) && !Files.isRegularFile(file)) {
                throw Failure.refused(
                        file.toString(),
                        "cannot be replaced: not a regular file",
                        "give another file");
            }
            replace.run();
        } else if (PrivateFile.exists(file)) {
            throw Failure.refused(
                    file.toString(), "already exists", "give another file, or add --force");
        } else {
            create.run();
        }
    }

    private static KeyPrinter printer(CommandSession session) {
        return session.json() ? KeyPrinter.JSON : KeyPrinter.TEXT;
    }

    private void check() {
        if (psk && (pubkey || count.isPresent())) {
            throw Failure.input(
                    "--psk",
                    "cannot be combined with --pubkey or --count",
                    "remove --psk, or the others");
        }
        if (pubkey && (out.isPresent() || count.isPresent())) {
            throw Failure.input(
                    "--pubkey",
                    "cannot be combined with --out or --count",
                    "remove --pubkey, or the others");
        }
        if (out.isPresent() && count.isPresent()) {
            throw Failure.input(
                    "--out, --count",
                    "cannot be combined: a key file holds one key",
                    "remove one of them");
        }
        if (force && isStdout()) {
            throw Failure.input("--force", "cannot be combined with --out -", "remove --force");
        }
        if (force && out.isEmpty()) {
            throw Failure.input("--force", "requires --out", "add --out FILE");
        }
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
