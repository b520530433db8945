package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Confirmation;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.keys.SigningKey;
import dev.wgmesh.lock.LockBundle;
import dev.wgmesh.lock.MemberSignature;
import dev.wgmesh.lock.SignatureCheck;
import dev.wgmesh.lock.SignedRecords;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.LockBundleJson;
import dev.wgmesh.render.Plural;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Signs a bundle, after it has shown what it signs; reads nothing but files. */
record LockSigning(CommandSession session, SigningKey key, boolean yes) {
    ExitCode sign(Path in, Path out, Duration validity) {
        Path folder = session.hostEnvironment().directory();
        LockBundle bundle =
                LockBundleJson.read(PrivateFile.read(folder.resolve(in)), in.toString());
        if (bundle.members().isEmpty()) {
            throw Failure.input(in.toString(), "has no members", "wg-mesh lock request --out FILE");
        }
        Instant now = session.hostEnvironment().clock().instant();
        LockBundle signed = bundle.signed(now.plus(validity), key);
        requireNear(signed, now);
        new Confirmation(session, yes)
                .requireYes(
                        "--yes",
                        "sign them?",
                        "nothing was signed",
                        text(bundle, signed, key.verifyKey().id()));
        PrivateFile.create(folder.resolve(out), LockBundleJson.document(signed).text());
        session.note("signed bundle written to " + out + "; publish it: wg-mesh push " + out);
        if (session.json()) {
            session.print(LockBundleJson.document(signed));
        }
        return ExitCode.SUCCESS;
    }

    /** Refuses a signature that no node would accept. */
    private static void requireNear(LockBundle signed, Instant now) {
        List<Problem> problems =
                signed.members().stream()
                        .flatMap(entry ->
                                SignatureCheck.tooLong(
                                        entry.host(),
                                        entry.signatures(),
                                        now,
                                        "make the bundle again")
                                        .stream())
                        .toList();
        Failure.throwIfAny(Failure.Kind.REFUSED, problems);
    }

    private static List<String> text(LockBundle bundle, LockBundle signed, String id) {
        var lines = new ArrayList<String>();
        lines.add(
                "this command signs "
                        + Plural.of(bundle.members().size(), "member")
                        + " of "
                        + bundle.mesh()
                        + " with the key "
                        + id);
        for (LockBundle.Entry entry : signed.members()) {
            SignedRecords records = entry.records();
            Optional<Instant> end =
                    entry.signatures().stream()
                            .filter(it -> it.signer().equals(id))
                            .map(MemberSignature::expires)
                            .findFirst();
            Optional<Instant> before =
                    entry.present().stream()
                            .map(MemberSignature::expires)
                            .max(Comparator.naturalOrder());
            lines.add(
                    records.host()
                            + " until "
                            + end.orElseThrow()
                            + before.map(it -> " (published signature: until " + it + ")")
                                    .orElse(" (no published signature)"));
            lines.add("  key        " + records.key());
            records.nextKey().ifPresent(next -> lines.add("  next key   " + next));
            lines.add("  addresses  " + joined(records.addresses()));
            if (!records.nets().isEmpty()) {
                lines.add("  nets       " + joined(records.nets()));
            }
        }
        return lines;
    }

    private static String joined(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
