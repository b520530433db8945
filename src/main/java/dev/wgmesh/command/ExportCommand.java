package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.plan.ConfigurationComparison;
import dev.wgmesh.plan.StaticConfiguration;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.ConfigurationFile;
import dev.wgmesh.render.ConfigurationFormat;
import dev.wgmesh.render.ExportJson;
import dev.wgmesh.render.QrCode;
import dev.wgmesh.render.WgQuickReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export}: the configuration of a member that does not run wg-mesh. */
@Command(
        name = "export",
        description = {
            ExportCommand.SUMMARY,
            "For phones, routers and others that do not run wg-mesh apply. The file does",
            "not follow DNS: --compare compares a file with what DNS says now."
        },
        footer = {
            "  wg-mesh export node-c.example.net --key node-c.example.net.key --out wg0.conf",
            "  wg-mesh export node-c.example.net --key node-c.example.net.key --qr",
            "  wg-mesh export node-c.example.net --format networkd",
            "  wg-mesh export node-c.example.net --compare wg0.conf"
        })
final class ExportCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Print a member's configuration for plain WireGuard.";

    @Mixin MemberOptions member = new MemberOptions();
    @Mixin LockOption lock = new LockOption();
    @Mixin PlaceOptions place = new PlaceOptions();

    @OptionGroup.In(OptionGroup.OUTPUT)
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "wg-quick (default), wg, networkd, nixos or json.")
    Optional<ConfigurationFormat> format = Optional.empty();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Private key file of the member, to be in the output.")
    Optional<Path> key = Optional.empty();

    @OptionGroup.In(OptionGroup.NODE)
    @Option(
            names = {"-i", "--interface"},
            paramLabel = "NAME",
            description = "Interface in the files (default: wg0).")
    String device = "wg0";

    @OptionGroup.In(OptionGroup.OUTPUT)
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Create this file (mode 0600); of networkd, a folder.")
    Optional<Path> out = Optional.empty();

    @OptionGroup.In(OptionGroup.OUTPUT)
    @Option(names = "--qr", description = "Print a QR code for the WireGuard app.")
    boolean qr;

    @OptionGroup.In(OptionGroup.OUTPUT)
    @Option(
            names = "--png",
            paramLabel = "FILE",
            description = "Create an image of the QR code (mode 0600).")
    Optional<Path> png = Optional.empty();

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description = "Compare a wg-quick file with the mesh; exit 1 if it differs.")
    Optional<Path> compare = Optional.empty();

    @Override
    public ExitCode run(CommandSession session) {
        requireOneOutput();
        HostName host = member.host();
        Mesh mesh = new MeshLoader(session, place.flags(), lock).meshOf(host, member.mesh).mesh();
        Member self = MemberSearch.require(mesh, host);
        StaticConfiguration configuration =
                StaticConfiguration.of(mesh, self, session.hostEnvironment().clock().instant());
        session.warn(
                configuration.problems().stream()
                        .filter(problem -> !mesh.problems().contains(problem))
                        .toList());
        if (compare.isPresent()) {
            return compare(session, configuration, compare.get());
        }
        Optional<PrivateKey> own = key.map(file -> privateKey(session, configuration, self, file));
        if (qr || png.isPresent()) {
            QrCode code = QrCode.of(configuration, own.orElseThrow());
            png.ifPresent(file -> PrivateFile.create(resolve(session, file), code.png()));
            if (qr) {
                session.print(code.text(session.colour()));
            }
            return ExitCode.SUCCESS;
        }
        ConfigurationFormat chosen =
                session.json()
                        ? ConfigurationFormat.JSON
                        : format.orElse(ConfigurationFormat.WG_QUICK);
        write(session, chosen.files(configuration, device, own), chosen);
        return ExitCode.SUCCESS;
    }

    private void requireOneOutput() {
        boolean image = qr || png.isPresent();
        List<String> used =
                Stream.of(
                                Optional.of("--compare").filter(_ -> compare.isPresent()),
                                Optional.of("--format").filter(_ -> format.isPresent()),
                                Optional.of(qr ? "--qr" : "--png").filter(_ -> image))
                        .flatMap(Optional::stream)
                        .toList();
        if (used.size() > 1) {
            throw Failure.input(
                    used.get(1), "cannot be used with " + used.getFirst(), "give one of the two");
        }
        if (image && out.isPresent()) {
            throw Failure.input("--out", "cannot be used with a QR code", "use --png FILE");
        }
        if (image && key.isEmpty()) {
            throw Failure.input(
                    qr ? "--qr" : "--png",
                    "requires the private key of the member",
                    "add --key FILE");
        }
    }

    private static PrivateKey privateKey(
            CommandSession session, StaticConfiguration configuration, Member self, Path file) {
        KeyFile read = KeyFile.read(resolve(session, file));
        session.warn(read.warnings());
        PublicKey publicKey = read.key().publicKey();
        boolean isNext =
                self.metadata()
                        .found()
                        .flatMap(metadata -> metadata.nextKey())
                        .equals(Optional.of(publicKey));
        if (!publicKey.equals(configuration.key()) && !isNext) {
            throw Failure.refused(
                    file.toString(),
                    "has the public key "
                            + publicKey
                            + ", and "
                            + configuration.host()
                            + " publishes "
                            + configuration.key(),
                    "give the key file of " + configuration.host());
        }
        return read.key();
    }

    private void write(
            CommandSession session, List<ConfigurationFile> files, ConfigurationFormat chosen) {
        if (out.isEmpty()) {
            for (ConfigurationFile file : files) {
                session.print(files.size() == 1 ? "" : "# ---- " + file.name() + "\n");
                session.print(file.text());
            }
            return;
        }
        Path target = resolve(session, out.get());
        boolean folder = chosen == ConfigurationFormat.NETWORKD;
        if (folder && !Files.isDirectory(target)) {
            throw Failure.input(
                    target.toString(), "is not a folder", "create it: mkdir -p -m 700 " + target);
        }
        var texts = new LinkedHashMap<Path, String>();
        for (ConfigurationFile file : files) {
            texts.put(folder ? target.resolve(file.name()) : target, file.text());
        }
        texts.keySet().stream()
                .filter(PrivateFile::exists)
                .findFirst()
                .ifPresent(taken -> {
                    throw Failure.refused(
                            taken.toString(),
                            "already exists",
                            "choose another name, or move the existing file away");
                });
        texts.forEach((path, text) -> {
            PrivateFile.create(path, text);
            session.note("created " + path);
        });
    }

    private ExitCode compare(CommandSession session, StaticConfiguration configuration, Path file) {
        String text = PrivateFile.read(resolve(session, file));
        List<Problem> differences =
                ConfigurationComparison.differences(
                        configuration, WgQuickReader.read(text, file.toString()));
        if (session.json()) {
            session.print(ExportJson.comparison(configuration, file.toString(), differences));
        } else if (differences.isEmpty()) {
            session.println(file + " fits the mesh");
        } else {
            differences.forEach(it -> session.println(it.where() + ": " + it.what()));
            session.println(
                    file
                            + " is out of date. To make a new one: wg-mesh export "
                            + configuration.host()
                            + " --mesh "
                            + configuration.mesh()
                            + " --key FILE --out FILE");
        }
        return differences.isEmpty() ? ExitCode.SUCCESS : ExitCode.FINDINGS_OR_CHANGES;
    }

    private static Path resolve(CommandSession session, Path file) {
        return session.hostEnvironment().directory().resolve(file);
    }
}
