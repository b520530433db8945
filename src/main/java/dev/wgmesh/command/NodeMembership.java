package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Confirmation;
import dev.wgmesh.config.Locations;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provision.Join;
import dev.wgmesh.provision.JoinRequest;
import dev.wgmesh.provision.JoinResult;
import dev.wgmesh.provision.Signing;
import dev.wgmesh.render.ZonePlanText;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes this node a member of a mesh, or knows what makes it one elsewhere: a part of {@code up}.
 *
 * @param own the public keys of this node: of its key file, and of the next key beside it
 */
record NodeMembership(CommandSession session, Locations places, MeshName mesh, Set<PublicKey> own) {
    /** The name of this machine, below the folder of its files. */
    private static final Path KERNEL_NAME = Path.of("proc/sys/kernel/hostname");

    /** What became of a host that is to be a member. */
    sealed interface Result {}

    /**
     * It is a member.
     *
     * @param changed whether records were written for that
     */
    record Joined(List<IpAddress> addresses, boolean changed) implements Result {}

    /**
     * It would be made a member.
     *
     * @param plans empty: it is one
     */
    record Planned(List<IpAddress> addresses, List<ZonePlan> plans) implements Result {}

    /**
     * No place to write its records is named.
     *
     * @param records to be pasted into zone files; empty: they could not be planned
     */
    record Missing(String records) implements Result {}

    /**
     * Returns the member with a key of this node; empty where there is none.
     *
     * @throws Failure REFUSED where it is another one than the host given, or the host has another
     *     key
     */
    Optional<Member> find(Mesh read, Optional<HostName> given) {
        List<Member> mine = read.members().stream().filter(this::hasOwnKey).toList();
        if (given.isEmpty() || mine.stream().anyMatch(it -> it.name().equals(given.get()))) {
            return mine.stream()
                    .filter(it -> given.isEmpty() || it.name().equals(given.get()))
                    .findFirst();
        }
        HostName host = given.get();
        if (!mine.isEmpty()) {
            HostName name = mine.getFirst().name();
            throw Failure.refused(
                    host.text(),
                    "the key of this node is that of the member " + name,
                    "run: wg-mesh up "
                            + mesh
                            + " "
                            + name
                            + ", or give another key file: --key FILE");
        }
        requireNoOtherKey(read, host);
        return Optional.empty();
    }

    private void requireNoOtherKey(Mesh read, HostName host) {
        for (Member member : read.members()) {
            Optional<PublicKey> published = member.key().found();
            if (member.name().equals(host) && published.isPresent()) {
                throw Failure.refused(
                        host.text(),
                        "is a member with the public key "
                                + published.get()
                                + ", which is not the key of this node",
                        "give the name of this node; or if this is "
                                + host
                                + ", restore its key file, or remove the member first: wg-mesh"
                                + " leave "
                                + host);
            }
        }
    }

    private boolean hasOwnKey(Member member) {
        return Stream.concat(
                        member.key().found().stream(), member.metadataOrNone().nextKey().stream())
                .anyMatch(own::contains);
    }

    /**
     * Returns the host to join: the one given, else the name of this machine in the domain of the
     * mesh.
     *
     * @throws Failure INPUT where this machine has no such name
     */
    HostName hostOr(Optional<HostName> given) {
        if (given.isPresent()) {
            return given.get();
        }
        String name = kernelName();
        HostName host =
                HostName.parse(name.contains(".") ? name : name + "." + mesh.domain())
                        .filter(it -> it.isWithin(mesh.domain()) && !name.startsWith("localhost"))
                        .orElseThrow(() ->
                                Failure.input(
                                        "HOST",
                                        "is missing: the name of this machine, '"
                                                + name
                                                + "', is not in "
                                                + mesh.domain(),
                                        "give the name of this node: wg-mesh up "
                                                + mesh
                                                + " HOST"));
        session.note("host: " + host + ", from the name of this machine");
        return host;
    }

    private String kernelName() {
        try {
            return Files.readString(session.hostEnvironment().files().resolve(KERNEL_NAME)).strip();
        } catch (IOException _) {
            return "";
        }
    }

    /** Joins where the records can be written; else plans them. */
    Result join(JoinRequest request, Confirmation consent, ReceiptStore receipts)
            throws InterruptedException {
        var hosting = new ConfiguredHosting(session, places);
        var join = new Join(hosting, request, Signing.NONE);
        if (isOnlyPrinted(hosting, request)) {
            return new Missing(records(join));
        }
        var listener = new CommandCommitListener(session, receipts, consent, hosting::hostOf);
        JoinResult joined = join.run(new RetryOptions().policy(session), listener, () -> {});
        session.warn(joined.warnings());
        session.warn(joined.change().result().unseen());
        return new Joined(joined.addresses(), !joined.plans().isEmpty());
    }

    /** Plans what {@link #join} would do. */
    Result plan(JoinRequest request) {
        var hosting = new ConfiguredHosting(session, places);
        var join = new Join(hosting, request, Signing.NONE);
        if (isOnlyPrinted(hosting, request)) {
            return new Missing(records(join));
        }
        JoinResult planned = join.plan();
        session.warn(planned.warnings());
        return new Planned(planned.addresses(), planned.plans());
    }

    private boolean isOnlyPrinted(ConfiguredHosting hosting, JoinRequest request) {
        return hosting.prints(List.of(Question.name(mesh), OwnerNames.wireguard(request.host())));
    }

    private String records(Join join) {
        try {
            return ZonePlanText.addedRecords(join.plan().plans());
        } catch (Failure unplanned) {
            session.warn(unplanned.problems());
            return "";
        }
    }
}
