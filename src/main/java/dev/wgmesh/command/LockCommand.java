package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.SecretRedaction;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.keys.SigningKey;
import dev.wgmesh.keys.SigningKeyFile;
import dev.wgmesh.keys.VerifyKey;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provision.Signing;
import dev.wgmesh.render.LockStatusJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lock}: signs the records of members, so that DNS alone decides nothing. */
@Command(
        name = "lock",
        description = {
            LockCommand.SUMMARY,
            "init makes a signing key. request writes what is to be signed to a",
            "bundle, sign signs a bundle (without DNS), push FILE publishes it.",
            "status shows which members have valid signatures."
        },
        footer = {
            "  wg-mesh lock init --out signer.key",
            "  wg-mesh lock request --out bundle.json",
            "  wg-mesh lock sign bundle.json --key signer.key --out signed.json",
            "  wg-mesh push signed.json",
            "  wg-mesh lock status"
        })
final class LockCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY =
            "Sign the records of members. Nodes with a lock believe no others.";

    /** The actions, for completion. */
    static final class Verbs implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Verb.values()).map(Verb::toString).iterator();
        }
    }

    /** What to do. */
    enum Verb {
        INIT("--out"),
        REQUEST("--out", "--mesh", "places"),
        SIGN("--out", "--key", "--days", "--yes"),
        STATUS("--mesh", "--lock", "places");

        private final Set<String> options;

        Verb(String... options) {
            this.options = Set.of(options);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            index = "0",
            paramLabel = "ACTION",
            completionCandidates = Verbs.class,
            description = "init, request, sign or status.")
    String action = "";

    @Parameters(
            index = "1..*",
            paramLabel = "HOST|BUNDLE",
            description = "Members to request (default: all), or a bundle to sign.")
    List<String> arguments = List.of();

    @Option(
            names = "--mesh",
            paramLabel = "MESH",
            completionCandidates = MeshCandidates.class,
            description = "Mesh (default: wg-mesh.toml, or the only one at hand).")
    Optional<MeshName> mesh = Optional.empty();

    @Option(names = "--key", paramLabel = "FILE", description = "Signing key of lock init.")
    Optional<Path> key = Optional.empty();

    @Option(
            names = "--days",
            paramLabel = "N",
            converter = NumberConverter.Days.class,
            description = "Days until the signatures end (90).")
    Optional<Integer> days = Optional.empty();

    @OptionGroup.In(OptionGroup.OUTPUT)
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "File to write: a key, or a bundle.")
    Optional<Path> out = Optional.empty();

    @OptionGroup.In(OptionGroup.SAFETY)
    @Option(names = "--yes", description = "Sign without asking.")
    boolean yes;

    @Mixin LockOption lock = new LockOption();
    @Mixin PlaceOptions place = new PlaceOptions();

    @Override
    public ExitCode run(CommandSession session) {
        Verb verb = verb();
        check(verb);
        return switch (verb) {
            case INIT -> init(session);
            case REQUEST ->
                    new LockRequest(session, session.locations(place.flags()), mesh)
                            .write(arguments, file());
            case SIGN ->
                    new LockSigning(session, SigningKeyFile.read(resolved(session, key())), yes)
                            .sign(
                                    Path.of(arguments.getFirst()),
                                    file(),
                                    Duration.ofDays(days.orElse(Signing.DEFAULT_DAYS)));
            case STATUS ->
                    new LockReport(session, session.locations(place.flags()), mesh).print(lock);
        };
    }

    private ExitCode init(CommandSession session) {
        SigningKey made = SigningKey.generate(session.hostEnvironment().randomness());
        SigningKeyFile.create(resolved(session, file()), made);
        VerifyKey known = made.verifyKey();
        session.note("signing key written to " + file() + "; keep it away from DNS and from nodes");
        if (session.json()) {
            session.print(LockStatusJson.signer(known.text(), known.id()));
        } else {
            session.println("lock = [\"" + known + "\"]");
        }
        return ExitCode.SUCCESS;
    }

    private static Path resolved(CommandSession session, Path file) {
        return session.hostEnvironment().directory().resolve(file);
    }

    private Path file() {
        return out.orElseThrow();
    }

    private Path key() {
        return key.orElseThrow();
    }

    private Verb verb() {
        return Stream.of(Verb.values())
                .filter(verb -> verb.toString().equals(action))
                .findFirst()
                .orElseThrow(() ->
                        Failure.input(
                                "wg-mesh lock",
                                "unknown action " + SecretRedaction.quote(action),
                                "give init, request, sign or status"));
    }

    private void check(Verb verb) {
        var problems = new ArrayList<Problem>();
        String where = "wg-mesh lock " + verb;
        for (String option : given()) {
            if (!verb.options.contains(option)) {
                problems.add(
                        new Problem(
                                where,
                                option.equals("places")
                                        ? "reads no DNS and no zone"
                                        : "does not take " + option,
                                option.equals("places")
                                        ? "remove the options that name a place"
                                        : "remove " + option));
            }
        }
        require(verb, verb.options.contains("--out") && out.isEmpty(), "--out FILE", problems);
        require(verb, verb.options.contains("--key") && key.isEmpty(), "--key FILE", problems);
        boolean one = verb == Verb.SIGN;
        require(verb, one && arguments.isEmpty(), "a bundle that lock request wrote", problems);
        boolean none = verb == Verb.INIT || verb == Verb.STATUS;
        if (none && !arguments.isEmpty() || one && arguments.size() > 1) {
            problems.add(
                    new Problem(where, "has too many arguments", "remove " + arguments.getLast()));
        }
        Failure.throwIfAny(Failure.Kind.INPUT, problems);
    }

    private static void require(Verb verb, boolean missing, String what, List<Problem> problems) {
        if (missing) {
            problems.add(new Problem("wg-mesh lock " + verb, "lacks " + what, "add " + what));
        }
    }

    private Set<String> given() {
        var given = new TreeSet<String>();
        add(mesh.isPresent(), "--mesh", given);
        add(key.isPresent(), "--key", given);
        add(days.isPresent(), "--days", given);
        add(out.isPresent(), "--out", given);
        add(yes, "--yes", given);
        add(lock.lock.isPresent(), "--lock", given);
        add(!place.flags().equals(SourceFlags.NONE), "places", given);
        return given;
    }

    private static void add(boolean isGiven, String option, Set<String> given) {
        if (isGiven) {
            given.add(option);
        }
    }
}
