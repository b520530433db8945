package dev.wgmesh.command;

import dev.wgmesh.apply.StateFolder;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.HostEnvironment;
import dev.wgmesh.files.AppendOnlyFile;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.files.PrivateFolder;
import dev.wgmesh.model.HostName;
import dev.wgmesh.plan.HostedReceipt;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.SavedPlans;
import dev.wgmesh.render.ZonePlanJson;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The receipts of the commits of one command, which undo them, and the lines of the audit log.
 * Checks before the first commit that they can be saved; after a commit it is too late.
 */
final class ReceiptStore {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** Letters of a zone or purpose in a file's name at the most. */
    private static final int LONGEST = 100;

    private final CommandSession session;
    private final Path state;
    private final Optional<Path> file;
    private final List<HostedReceipt> kept = new ArrayList<>();
    private boolean prepared;
    private boolean audits = true;

    /**
     * Makes the store of one command.
     *
     * @param state the state folder
     * @param file that takes all receipts of the command; empty: each gets one in the state folder
     */
    ReceiptStore(CommandSession session, Path state, Optional<Path> file) {
        this.session = session;
        this.state = state;
        this.file = file;
    }

    /**
     * Returns the folder of receipts and the audit log: {@code --state-dir}, else {@code
     * $XDG_STATE_HOME/wg-mesh}, else {@code /var/lib/wg-mesh} for root and {@code
     * ~/.local/state/wg-mesh} for other users. Root is recognized by its user id: sudo, su, cron
     * and systemd set USER differently.
     */
    static Path stateFolder(HostEnvironment outside, Optional<Path> given) {
        if (given.isPresent()) {
            return outside.directory().resolve(given.get());
        }
        return outside.variable("XDG_STATE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .or(() ->
                        outside.variable("HOME")
                                .filter(_ -> !outside.isRoot())
                                .map(home -> Path.of(home, ".local", "state")))
                .map(folder -> folder.resolve("wg-mesh"))
                .orElse(StateFolder.DEFAULT);
    }

    private Path receipts() {
        return state.resolve("receipts");
    }

    private Path log() {
        return state.resolve("audit.log");
    }

    /**
     * Checks that receipts can be saved; once.
     *
     * @throws Failure UNREADABLE or REFUSED where it cannot; nothing is changed
     */
    void prepare() {
        if (prepared) {
            return;
        }
        file.ifPresent(ReceiptStore::requireNew);
        try {
            PrivateFolder.prepare(receipts());
            AppendOnlyFile.append(log(), "");
        } catch (Failure failure) {
            Problem why = failure.problems().getFirst();
            if (file.isEmpty()) {
                throw Failure.unreadable(
                        why.where(),
                        why.what() + ", so no receipt can be saved",
                        "give another folder: --state-dir DIR, or --receipt FILE");
            }
            audits = false;
            session.warn(
                    List.of(
                            new Problem(
                                    why.where(),
                                    why.what() + ", so audit.log gets no line",
                                    "give another folder: --state-dir DIR")));
        }
        prepared = true;
    }

    private static void requireNew(Path file) {
        if (PrivateFile.exists(file)) {
            throw Failure.refused(
                    file.toString(), "already exists", "give another file: --receipt FILE");
        }
        PrivateFolder.probe(Optional.ofNullable(file.getParent()).orElse(Path.of("")));
    }

    /** Saves a receipt; where that fails, warns and prints the receipt itself. */
    void keep(HostedReceipt hosted) {
        kept.add(hosted);
        try {
            session.note("receipt: " + receipt(hosted.receipt()));
        } catch (Failure failure) {
            session.warn(failure.problems());
            session.warn(
                    List.of(
                            new Problem(
                                    hosted.receipt().place(),
                                    "was changed, but the receipt could not be saved",
                                    "save the lines below in a file for wg-mesh rollback")));
            SavedPlans.receipts(List.of(hosted)).lines().forEach(session::note);
        }
        if (audits) {
            try {
                Optional<String> user =
                        session.hostEnvironment()
                                .variable("USER")
                                .or(() -> session.hostEnvironment().variable("LOGNAME"));
                AppendOnlyFile.append(log(), ZonePlanJson.audit(hosted.receipt(), user));
            } catch (Failure failure) {
                session.warn(failure.problems());
            }
        }
    }

    private Path receipt(Receipt receipt) {
        if (file.isPresent()) {
            String text = SavedPlans.receipts(kept);
            if (kept.size() == 1) {
                PrivateFile.create(file.get(), text);
            } else {
                PrivateFile.replace(file.get(), text);
            }
            return file.get();
        }
        String text = SavedPlans.receipts(List.of(kept.getLast()));
        ZonePlan plan = receipt.plan();
        String name =
                TIME.format(receipt.time())
                        + "-"
                        + plain(plan.zone().toString(true))
                        + "-"
                        + plain(plan.purpose());
        Path free = receipts().resolve(name + ".json");
        for (int n = 2; PrivateFile.exists(free); n++) {
            free = receipts().resolve(name + "-" + n + ".json");
        }
        PrivateFile.create(free, text);
        return free;
    }

    /**
     * Returns the receipts of joins and leaves of a host that are in the state folder, in the order
     * of their names; none where they cannot be read.
     */
    List<Receipt> of(HostName host) {
        var ends = List.of("-" + plain("join " + host), "-" + plain("leave " + host));
        var found = new ArrayList<Receipt>();
        for (Path path : PrivateFolder.files(receipts())) {
            String name = String.valueOf(path.getFileName()).replaceFirst("(-[0-9]+)?\\.json$", "");
            if (ends.stream().anyMatch(name::endsWith)) {
                try {
                    SavedPlans.readReceipts(PrivateFile.read(path), path.toString())
                            .forEach(it -> found.add(it.receipt()));
                } catch (Failure failure) {
                    session.warn(failure.problems());
                }
            }
        }
        return found;
    }

    private static String plain(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9._-]+", "-");
        return plain.substring(0, Math.min(plain.length(), LONGEST));
    }
}
