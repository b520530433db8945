package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.config.Locations;
import dev.wgmesh.lock.Lock;
import dev.wgmesh.lock.LockStatus;
import dev.wgmesh.lock.LockedMesh;
import dev.wgmesh.lock.MemberSignature;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.LockStatusJson;
import dev.wgmesh.render.TextTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Prints which members a lock accepts, by whom they are signed, and until when. */
record LockReport(CommandSession session, Locations places, Optional<MeshName> mesh) {
    private static final String NONE = "-";

    ExitCode print(LockOption option) {
        Lock lock =
                option.lock(session, places)
                        .orElseThrow(() ->
                                Failure.input(
                                        "wg-mesh lock status",
                                        "no signer is known",
                                        "give --lock FILE, or lock in wg-mesh.toml"));
        Instant now = session.hostEnvironment().clock().instant();
        var reading = LockRequest.read(session, places, mesh);
        LockedMesh locked = LockedMesh.of(reading.mesh(), reading.signatures(), lock, now);
        var warnings = new ArrayList<Problem>(reading.mesh().problems());
        warnings.addAll(LockedMesh.endingSoon(locked.mesh(), now));
        session.warn(warnings);
        if (session.json()) {
            session.print(
                    LockStatusJson.status(locked.mesh().name(), lock, locked.statuses(), warnings));
        } else {
            session.print(table(locked.statuses()));
        }
        boolean all = locked.statuses().stream().allMatch(it -> it.until().isPresent());
        return all ? ExitCode.SUCCESS : ExitCode.FINDINGS_OR_CHANGES;
    }

    private String table(List<LockStatus> statuses) {
        var rows = new ArrayList<List<String>>();
        for (LockStatus status : statuses) {
            String signers =
                    status.valid().stream()
                            .map(MemberSignature::signer)
                            .collect(Collectors.joining(", "));
            rows.add(
                    List.of(
                            status.host().text(),
                            status.until().map(Instant::toString).orElse(NONE),
                            signers.isEmpty() ? NONE : signers,
                            status.unread()
                                    .map(problem -> "unknown: " + problem.what())
                                    .orElseGet(() ->
                                            status.until().isPresent()
                                                    ? "valid"
                                                    : status.reason())));
        }
        return new TextTable(List.of("MEMBER", "SIGNED UNTIL", "BY", "STATUS"), rows)
                .text(session.colour());
    }
}
