package dev.wgmesh.config;

import dev.wgmesh.dns.Dnssec;
import dev.wgmesh.dns.DnssecLog;
import dev.wgmesh.dns.TrustAnchors;
import dev.wgmesh.files.IoErrorText;
import dev.wgmesh.files.RegularFile;
import dev.wgmesh.model.DnssecMode;
import dev.wgmesh.plan.Location;
import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** How the answers of resolvers are validated: by flags, else wg-mesh.toml, else not at all. */
final class DnssecSettings {
    private final DnssecChoice flags;
    private final Path directory;
    private final Supplier<Settings> file;
    private final DnssecLog log = new DnssecLog();
    private Optional<TrustAnchors> anchors = Optional.empty();

    /**
     * Creates the settings of a command.
     *
     * @param directory the working directory
     * @param file the wg-mesh.toml
     */
    DnssecSettings(DnssecChoice flags, Path directory, Supplier<Settings> file) {
        this.flags = flags;
        this.directory = directory;
        this.file = file;
    }

    /**
     * Returns the choice in effect. That of wg-mesh.toml counts also where flags name a location.
     *
     * @throws Failure where a wg-mesh.toml cannot be used
     */
    DnssecChoice choice() {
        boolean isComplete = flags.mode().isPresent() && flags.anchor().isPresent();
        return flags.in(directory).over(isComplete ? DnssecChoice.NONE : file.get().dnssec());
    }

    /**
     * Returns the settings of a source; empty: it does not validate. The file of trust anchors is
     * read once.
     *
     * @throws Failure INPUT where the file is not one of trust anchors, or none is needed,
     *     UNREADABLE where it cannot be read
     */
    Optional<Dnssec> settings() {
        DnssecChoice choice = choice();
        if (choice.mode().isEmpty() && flags.anchor().isPresent()) {
            throw Failure.input("--dnssec-anchor", "requires --dnssec", "add --dnssec require");
        }
        if (choice.effectiveMode() == DnssecMode.OFF) {
            return Optional.empty();
        }
        if (anchors.isEmpty()) {
            anchors = Optional.of(anchors(choice.anchor()));
        }
        return Optional.of(new Dnssec(choice.effectiveMode(), anchors.get(), log));
    }

    private static TrustAnchors anchors(Optional<Path> file) {
        if (file.isEmpty()) {
            return TrustAnchors.ROOT;
        }
        try {
            return TrustAnchors.parse(
                    RegularFile.text(file.get(), StandardCharsets.UTF_8), file.get().toString());
        } catch (NoSuchFileException _) {
            throw Failure.unreadable(
                    file.get().toString(),
                    "cannot be read: no such file",
                    "check the path: --dnssec-anchor FILE");
        } catch (IOException e) {
            throw Failure.unreadable(
                    file.get().toString(),
                    "cannot be read: " + IoErrorText.what(e),
                    "make the file readable UTF-8 text");
        }
    }

    DnssecLog log() {
        return log;
    }

    /**
     * Refuses a server whose zones would be used without a signature of any kind, where DNSSEC is
     * required.
     *
     * @throws Failure INPUT
     */
    void requireAuthentic(Location location) {
        boolean server =
                location instanceof Location.Server
                        || location instanceof Location.Primary
                        || location instanceof Location.Transfer;
        if (server
                && location.signing().keyFile().isEmpty()
                && choice().effectiveMode() == DnssecMode.REQUIRE) {
            throw Failure.input(
                    location.toString(),
                    "zones of a server are not validated, and dnssec is require",
                    "sign its messages: --tsig-key-file FILE, or query it: --resolver HOST");
        }
    }

    /** Returns the location for notices, with the mode where answers are validated. */
    String described(Location resolver) {
        DnssecMode mode = choice().effectiveMode();
        return mode == DnssecMode.OFF ? resolver.toString() : resolver + " (dnssec " + mode + ")";
    }
}
