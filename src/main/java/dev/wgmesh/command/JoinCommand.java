package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.provision.Join;
import dev.wgmesh.provision.JoinRequest;
import dev.wgmesh.provision.JoinResult;
import dev.wgmesh.provision.ListRequest;
import dev.wgmesh.provision.MemberChange;
import dev.wgmesh.provision.Signing;
import dev.wgmesh.render.JsonDocument;
import dev.wgmesh.render.ZonePlanJson;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code join}: adds a host to a mesh. */
@OptionGroup.In(OptionGroup.CHANGE)
@Command(
        name = "join",
        description = {
            JoinCommand.SUMMARY,
            "A second run changes nothing. No address is given out twice."
        },
        footer = {
            "  wg-mesh join node-d.example.com",
            "  wg-mesh join node-d.example.com --endpoint 203.0.113.204 --site home",
            "  wg-mesh join node-e.example.net --mesh _p2p.example.com --nat yes",
            "  wg-mesh join phone.example.com --phone",
            "  wg-mesh join node-d.example.com --emit"
        })
final class JoinCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Add a host to the mesh: key, mesh addresses, records.";

    @Parameters(paramLabel = "HOST", description = "Host name, such as node-d.example.com.")
    Optional<HostName> host = Optional.empty();

    @Option(
            names = "--mesh",
            paramLabel = "MESH",
            completionCandidates = MeshCandidates.class,
            description = "Mesh (default: wg-mesh.toml, or nearest above HOST).")
    Optional<MeshName> mesh = Optional.empty();

    @Option(
            names = "--sublist",
            paramLabel = "NAME",
            description = "Sub-list of the mesh, such as eu; created if missing.")
    Optional<String> subList = Optional.empty();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Private key file, created if missing (./HOST.key).")
    Optional<Path> key = Optional.empty();

    @Option(
            names = "--public-key",
            paramLabel = "KEY",
            description = "Public key, if the private key is elsewhere.")
    Optional<PublicKey> publicKey = Optional.empty();

    @Mixin AddressOptions addresses = new AddressOptions();

    @Mixin MetadataOptions metadata = new MetadataOptions();
    @Mixin PhoneSetup phone = new PhoneSetup();
    @Mixin TtlOption ttl = new TtlOption();
    @Mixin ConsentOption consent = new ConsentOption();
    @Mixin SignOption sign = new SignOption();
    @Mixin IntentOptions write = new IntentOptions();

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        HostName joining = host.orElseThrow();
        JoinKey.requireOne(key, publicKey);
        Metadata described = phone.metadata(metadata.of(joining));
        Locations places = session.locations(write.flags());
        MeshName list = places.meshOf(joining, mesh.or(session.shellState()::currentMesh));
        Optional<PrivateKey> unsaved =
                Optional.of(session.hostEnvironment())
                        .filter(_ -> phone.phone && key.isEmpty())
                        .map(environment -> PrivateKey.generate(environment.randomness()));
        JoinKey joinKey =
                unsaved.map(JoinKey::unsaved)
                        .orElseGet(() -> JoinKey.of(session, joining, key, publicKey));
        var request =
                new JoinRequest(
                        joining,
                        where(list),
                        joinKey.request(),
                        addresses.request(),
                        metadata.reach.endpoints(),
                        metadata.reach.hasPort(),
                        described,
                        ttl.duration());
        var hosting = new ConfiguredHosting(session, places);
        Signing signing = sign.signing(session);
        var change = ChangeReport.ofMember(session, write, hosting, request.list().list(), joining);
        phone.check(session, change.isPlanned(), publicKey);
        if (change.isPlanned()) {
            JoinResult joined = new Join(hosting, request, signing).plan();
            boolean keeps = !write.isOnlyShown() && joined.key().equals(joinKey.request().key());
            return change.planned(
                    joined.change().result(),
                    () -> document(joined),
                    keeps ? joinKey::keep : () -> {});
        }
        CommandCommitListener listener = write.listener(session, consent, hosting::hostOf);
        Runnable keepKey =
                () -> {
                    listener.prepare();
                    joinKey.keep();
                };
        JoinResult joined =
                new Join(hosting, request, signing).run(write.patience(session), listener, keepKey);
        ExitCode exit = change.done(joined.change().result(), () -> document(joined), text(joined));
        if (phone.phone) {
            phone.show(session, write.flags(), joining, list, unsaved, key, joined.key());
        }
        return exit;
    }

    private static JsonDocument document(JoinResult joined) {
        MemberChange change = joined.change();
        return ZonePlanJson.join(change.host(), change.list(), joined.key(), joined.addresses());
    }

    private static String text(JoinResult joined) {
        String addresses =
                joined.addresses().stream()
                        .map(IpAddress::toString)
                        .collect(Collectors.joining(", "));
        String what =
                joined.plans().isEmpty()
                        ? " has joined already: "
                        : " joined " + joined.change().list() + ": ";
        return joined.change().host() + what + addresses + "\nPublicKey = " + joined.key() + "\n";
    }

    private ListRequest where(MeshName list) {
        return new ListRequest(list, subList.map(name -> SubListName.of(name, list)));
    }
}
