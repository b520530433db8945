package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MemberServices;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provision.AddressRequest;
import dev.wgmesh.provision.MemberChange;
import dev.wgmesh.provision.SetMember;
import dev.wgmesh.provision.SetRequest;
import dev.wgmesh.render.JsonDocument;
import dev.wgmesh.render.ZonePlanJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code set}: changes a member. */
@OptionGroup.In(OptionGroup.CHANGE)
@Command(
        name = "set",
        description = {
            SetCommand.SUMMARY,
            "A given option replaces all values of its kind; the rest is kept."
        },
        footer = {
            "  wg-mesh set node-d.example.com --endpoint 203.0.113.204",
            "  wg-mesh set node-d.example.com --ip 10.0.0.9",
            "  wg-mesh set node-d.example.com --site home --nat yes --no-endpoint",
            "  wg-mesh set node-d.example.com --net 10.1.0.0/16 -n"
        })
final class SetCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY =
            "Change addresses, endpoints, site, NAT, roles, nets of a member.";

    @Mixin MemberOptions member = new MemberOptions();

    @Mixin AddressOptions addresses = new AddressOptions();

    @Option(names = "--no-endpoint", description = "Remove the endpoint.")
    boolean noEndpoint;

    @Mixin MetadataOptions metadata = new MetadataOptions();

    @Option(names = "--no-site", description = "Remove the site.")
    boolean noSite;

    @Option(names = "--no-nat", description = "Remove what is recorded about NAT.")
    boolean noNat;

    @OptionGroup.In(OptionGroup.ADVANCED)
    @Option(names = "--no-relay", description = "Pass no packets on for other members.")
    boolean noRelay;

    @OptionGroup.In(OptionGroup.ADVANCED)
    @Option(names = "--no-observe", description = "Remove --observe and --observe-port.")
    boolean noObserve;

    @Option(names = "--no-net", description = "Remove all routed prefixes.")
    boolean noNet;

    @Mixin ConsentOption consent = new ConsentOption();
    @Mixin ChangeLimitOption limit = new ChangeLimitOption();
    @Mixin SignOption sign = new SignOption();
    @Mixin IntentOptions write = new IntentOptions();

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        requireSense();
        Locations places = session.locations(write.flags());
        HostName host = member.host();
        Metadata requested = metadata.of(host);
        MeshName mesh = member.mesh(session, places);
        GuardLimits limits = GuardLimits.NONE.atMost(Optional.empty(), limit.members());
        var hosting = new ConfiguredHosting(session, places);
        var set =
                new SetMember(
                        hosting, request(host, mesh, requested), limits, sign.signing(session));
        var change = ChangeReport.ofMember(session, write, hosting, mesh, host);
        if (change.isPlanned()) {
            MemberChange planned = set.plan();
            return change.planned(planned.result(), () -> document(planned));
        }
        MemberChange done =
                set.run(write.patience(session), write.listener(session, consent, hosting::hostOf));
        String text = done.plans().isEmpty() ? " is already up to date\n" : " changed\n";
        return change.done(done.result(), () -> document(done), host + text);
    }

    private static JsonDocument document(MemberChange change) {
        return ZonePlanJson.change(change.host(), change.list());
    }

    private SetRequest request(HostName host, MeshName mesh, Metadata requested) {
        return new SetRequest(
                host,
                mesh,
                requestedAddresses(),
                endpoint().orNone(List.of()),
                net().orNone(List.of()),
                there ->
                        there.withSite(noSite ? Optional.empty() : requested.site().or(there::site))
                                .withNat(noNat ? Optional.empty() : requested.nat().or(there::nat))
                                .withServices(services(there.services(), requested.services())));
    }

    private MemberServices services(MemberServices there, MemberServices requested) {
        MemberServices kept = noObserve ? there.withoutObserve() : there;
        return requested.or(noRelay ? kept.withoutRelay() : kept);
    }

    private Optional<AddressRequest> requestedAddresses() {
        return addresses.ips.isEmpty() ? Optional.empty() : Optional.of(addresses.request());
    }

    private ReplacedValue<List<Endpoint>> endpoint() {
        return ReplacedValue.of("--endpoint", noEndpoint, metadata.reach.endpoints());
    }

    private ReplacedValue<List<Prefix>> net() {
        return ReplacedValue.of("--net", noNet, metadata.nets);
    }

    private void requireSense() {
        var problems = new ArrayList<Problem>();
        var replaced =
                List.of(
                        endpoint(),
                        new ReplacedValue<>("--site", noSite, metadata.reach.site),
                        new ReplacedValue<>("--nat", noNat, metadata.reach.nat),
                        ReplacedValue.ofFlag("--relay", noRelay, metadata.relay),
                        new ReplacedValue<>("--observe", noObserve, metadata.observed()),
                        net());
        replaced.forEach(value -> value.requireOne(problems));
        boolean something =
                !addresses.ips.isEmpty() || replaced.stream().anyMatch(ReplacedValue::isGiven);
        if (!something) {
            problems.add(
                    new Problem(
                            "wg-mesh set",
                            "nothing to change",
                            "give at least one of --ip, --endpoint, --site, --nat, --net, --relay"));
        }
        if (!addresses.pools.isEmpty() && !addresses.ips.contains(AddressChoice.AUTO)) {
            problems.add(new Problem("--pool", "requires --ip auto", "add --ip auto"));
        }
        Failure.throwIfAny(Failure.Kind.INPUT, problems);
    }
}
