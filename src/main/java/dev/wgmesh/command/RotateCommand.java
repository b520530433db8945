package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.keys.KeyFiles;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provision.Rotate;
import dev.wgmesh.provision.RotateRequest;
import dev.wgmesh.provision.RotateRequest.Step;
import dev.wgmesh.provision.RotateResult;
import dev.wgmesh.render.JsonDocument;
import dev.wgmesh.render.ZonePlanJson;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rotate}: replaces the key of a member. */
@OptionGroup.In(OptionGroup.CHANGE)
@Command(
        name = "rotate",
        description = {
            RotateCommand.SUMMARY,
            "Without --prepare or --commit, do both and wait for caches in between."
        },
        footer = {
            "  wg-mesh rotate node-d.example.com --prepare",
            "  wg-mesh rotate node-d.example.com --commit",
            "  wg-mesh rotate node-d.example.com --now --key new.key",
            "  wg-mesh rotate node-d.example.com --abort"
        })
final class RotateCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Replace the key of a member: publish the next key, then switch.";

    @Mixin MemberOptions member = new MemberOptions();

    @Option(names = "--prepare", description = "Publish the next key; print when to commit.")
    boolean prepare;

    @Option(names = "--commit", description = "Switch to the next key once every cache has it.")
    boolean commit;

    @Option(names = "--abort", description = "Withdraw the next key.")
    boolean abort;

    @Option(names = "--now", description = "Switch without waiting for caches.")
    boolean now;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Next key file, created if missing (HOST.next.key).")
    Optional<Path> key = Optional.empty();

    @Option(
            names = "--public-key",
            paramLabel = "KEY",
            description = "Next public key, if the private key is elsewhere.")
    Optional<PublicKey> publicKey = Optional.empty();

    @Mixin ConsentOption consent = new ConsentOption();
    @Mixin ChangeLimitOption limit = new ChangeLimitOption();
    @Mixin SignOption sign = new SignOption();
    @Mixin IntentOptions write = new IntentOptions();

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        Step step = step();
        Locations places = session.locations(write.flags());
        HostName host = member.host();
        MeshName mesh = member.mesh(session, places);
        GuardLimits limits = GuardLimits.NONE.atMost(Optional.empty(), limit.members());
        var hosting = new ConfiguredHosting(session, places);
        InstantSource clock = session.hostEnvironment().clock();
        var stored = new RotateRequest(host, mesh, step, Optional.empty(), now);
        Optional<JoinKey> next =
                key(session, host, step, () -> new Rotate(hosting, stored, clock).key());
        var request =
                new RotateRequest(host, mesh, step, next.map(made -> made.request().key()), now);
        var rotate = new Rotate(hosting, request, clock, limits, sign.signing(session));
        var change = ChangeReport.ofMember(session, write, hosting, mesh, host);
        Runnable keep = () -> next.ifPresent(JoinKey::keep);
        if (change.isPlanned()) {
            RotateResult planned = rotate.plan();
            boolean keeps = !write.isOnlyShown() && !planned.change().plans().isEmpty();
            return change.planned(
                    planned.change().result(), () -> document(planned), keeps ? keep : () -> {});
        }
        CommandCommitListener listener = write.listener(session, consent, hosting::hostOf);
        Runnable keepKey =
                () -> {
                    listener.prepare();
                    keep.run();
                };
        RotateResult done = rotate.run(write.patience(session), listener, keepKey);
        ExitCode exit = change.done(done.change().result(), () -> document(done), text(done));
        ExitCode moved =
                ownsFiles() && next.isPresent()
                        ? moveFiles(session, host, done.key())
                        : ExitCode.SUCCESS;
        return moved == ExitCode.SUCCESS ? exit : moved;
    }

    private Step step() {
        JoinKey.requireOne(key, publicKey);
        long steps = Stream.of(prepare, commit, abort).filter(given -> given).count();
        if (steps > 1) {
            throw Failure.input(
                    "--prepare, --commit, --abort", "cannot be combined", "give one of them");
        }
        if (now && (prepare || abort)) {
            throw Failure.input(
                    "--now", "cannot be combined with --prepare or --abort", "remove --now");
        }
        if (prepare) {
            return Step.PREPARE;
        }
        if (abort) {
            return Step.ABORT;
        }
        if (commit) {
            return Step.COMMIT;
        }
        return write.waits() || now ? Step.BOTH : Step.PREPARE;
    }

    /** Returns whether the key files have their usual names, so that a rotation moves them. */
    private boolean ownsFiles() {
        return key.isEmpty() && publicKey.isEmpty();
    }

    /**
     * Returns the next key: made where one is to be published; what is only switched to is known
     * already. A HOST.next.key that is in force is left from a rotation that did not move its
     * files: they are moved before another key is kept.
     */
    private Optional<JoinKey> key(
            CommandSession session, HostName host, Step step, Supplier<PublicKey> inForce) {
        Path file = key.orElseGet(() -> Path.of(host + ".next.key"));
        KeyFiles files = JoinKey.keyFiles(session, host);
        boolean needed =
                switch (step) {
                    case PREPARE, BOTH -> true;
                    case COMMIT -> !ownsFiles() || files.nextKey().isPresent();
                    case ABORT -> false;
                };
        if (!needed) {
            return Optional.empty();
        }
        if (ownsFiles() && step != Step.COMMIT) {
            Optional<PublicKey> left = files.nextKey();
            if (left.isPresent() && left.get().equals(inForce.get())) {
                return Optional.of(
                        JoinKey.fresh(session, file, () -> promote(session, files, left.get())));
            }
        }
        Optional<Path> read = publicKey.isPresent() ? key : Optional.of(file);
        return Optional.of(JoinKey.of(session, read, publicKey));
    }

    private static void promote(CommandSession session, KeyFiles files, PublicKey inForce) {
        boolean kept = PrivateFile.exists(files.current());
        if (files.promote(inForce)) {
            session.note(
                    "key: the private key in force is in "
                            + files.current().getFileName()
                            + (kept ? ", the old key in " + files.old().getFileName() : ""));
        }
    }

    /** Moves the key files after the switch; a failure cannot undo it. */
    private ExitCode moveFiles(CommandSession session, HostName host, PublicKey inForce) {
        KeyFiles files = JoinKey.keyFiles(session, host);
        try {
            promote(session, files, inForce);
            return ExitCode.SUCCESS;
        } catch (Failure failure) {
            var problems = new ArrayList<Problem>();
            problems.add(
                    new Problem(
                            host.text(),
                            "has the key "
                                    + inForce
                                    + " now, but its private key is not yet in "
                                    + files.current().getFileName(),
                            "fix the problem below and run: wg-mesh rotate " + host + " --commit"));
            problems.addAll(failure.problems());
            session.error(problems);
            return ExitCode.PARTIAL;
        }
    }

    private static String text(RotateResult done) {
        HostName host = done.change().host();
        if (done.next().isPresent()) {
            return host
                    + " will have the key "
                    + done.next().get()
                    + "\nits node switches at "
                    + time(done.activeFrom().orElseThrow())
                    + " if it has the private key (apply --watch; NAME.next.key beside NAME.key);"
                    + " then run: wg-mesh rotate "
                    + host
                    + " --commit\n";
        }
        return (done.change().plans().isEmpty()
                        ? host + " has the key "
                        : host + " now has the key ")
                + done.key()
                + "\n";
    }

    private static JsonDocument document(RotateResult rotated) {
        return ZonePlanJson.rotation(
                rotated.change().host(),
                rotated.change().list(),
                rotated.key(),
                rotated.next(),
                rotated.activeFrom());
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
