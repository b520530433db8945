package dev.wgmesh.command;

import dev.wgmesh.cli.Action;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.config.Locations;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provision.AddressRequest;
import dev.wgmesh.provision.MemberChange;
import dev.wgmesh.provision.SetMember;
import dev.wgmesh.provision.SetRequest;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.xbill.DNS.Type;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code set}: a member is otherwise. */
@Command(
        name = "set",
        description = {
            "Changes a member's mesh addresses, endpoints, site, NAT, nets.",
            "What is given replaces all of its kind; what is not given stays."
        },
        footer = {
            "  wg-mesh set node-d.example.com --endpoint 203.0.113.204",
            "  wg-mesh set node-d.example.com --ip 10.0.0.9",
            "  wg-mesh set node-d.example.com --site home --nat yes --no-endpoint",
            "  wg-mesh set node-d.example.com --net 10.1.0.0/16 -n"
        })
final class SetCommand implements Action {
    @Mixin MemberOptions member = new MemberOptions();

    @Option(
            names = "--ip",
            paramLabel = "auto|ADDR",
            description = "Its mesh addresses; may be given again (auto: a free one).")
    List<String> ips = List.of();

    @Option(
            names = "--pool",
            paramLabel = "CIDR",
            description = "With --ip auto: give an address of this prefix; may be given again.")
    List<Prefix> pools = List.of();

    @Option(
            names = "--endpoint",
            paramLabel = "ADDR[:PORT]",
            description = "Where others send packets; may be given again.")
    List<Endpoint> endpoints = List.of();

    @Option(names = "--no-endpoint", description = "It publishes no endpoint.")
    boolean noEndpoint;

    @Option(names = "--site", paramLabel = "NAME", description = "Where it stands.")
    Optional<String> site = Optional.empty();

    @Option(names = "--no-site", description = "It names no site.")
    boolean noSite;

    @Option(names = "--nat", paramLabel = "yes|no", description = "Whether it is behind NAT.")
    Optional<String> nat = Optional.empty();

    @Option(names = "--no-nat", description = "It does not say whether it is behind NAT.")
    boolean noNat;

    @Option(
            names = "--net",
            paramLabel = "CIDR",
            description = "A prefix reached through it; may be given again.")
    List<Prefix> nets = List.of();

    @Option(names = "--no-net", description = "No prefix is reached through it.")
    boolean noNet;

    @Mixin WriteOptions write = new WriteOptions();

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        requireSense();
        Locations places = session.places(write.flags());
        HostName host = member.host();
        MeshName mesh = member.mesh(session, places);
        var hosting = new ConfiguredHosting(session, places);
        var set = new SetMember(hosting, request(host, mesh));
        var change = MemberChangeReport.of(session, write, hosting, mesh, host);
        if (change.isPlanned()) {
            return change.planned(set.plan(), UnaryOperator.identity());
        }
        MemberChange done =
                set.run(write.patience(session), write.oversight(session, hosting::hostOf));
        String text = done.plans().isEmpty() ? " is so already\n" : " is changed\n";
        return change.done(done, UnaryOperator.identity(), host + text);
    }

    private SetRequest request(HostName host, MeshName mesh) {
        Metadata wished = metadata(host);
        return new SetRequest(
                host,
                mesh,
                addresses(),
                some(noEndpoint, endpoints),
                some(noNet, nets),
                there ->
                        new Metadata(
                                noSite ? Optional.empty() : wished.site().or(there::site),
                                noNat ? Optional.empty() : wished.nat().or(there::nat),
                                there.nets(),
                                there.nextKey(),
                                there.other()));
    }

    private Optional<AddressRequest> addresses() {
        return ips.isEmpty() ? Optional.empty() : Optional.of(WriteOptions.addresses(ips, pools));
    }

    private static <T> Optional<List<T>> some(boolean none, List<T> given) {
        return none || !given.isEmpty() ? Optional.of(given) : Optional.empty();
    }

    private Metadata metadata(HostName host) {
        var texts = new ArrayList<String>();
        site.ifPresent(name -> texts.add("site=" + name));
        nat.ifPresent(yesNo -> texts.add("nat=" + yesNo));
        return WriteOptions.metadata(new Question(MeshOwner.meta(host), Type.TXT), texts);
    }

    private void requireSense() {
        var problems = new ArrayList<Problem>();
        both(noEndpoint && !endpoints.isEmpty(), "--endpoint", problems);
        both(noSite && site.isPresent(), "--site", problems);
        both(noNat && nat.isPresent(), "--nat", problems);
        both(noNet && !nets.isEmpty(), "--net", problems);
        boolean something =
                noEndpoint
                        || noSite
                        || noNat
                        || noNet
                        || !endpoints.isEmpty()
                        || !ips.isEmpty()
                        || !nets.isEmpty()
                        || site.isPresent()
                        || nat.isPresent();
        if (!something) {
            problems.add(
                    new Problem(
                            "wg-mesh set",
                            "does not say what is to be otherwise",
                            "give --ip, --endpoint, --site, --nat or --net"));
        }
        if (!pools.isEmpty() && !ips.contains(WriteOptions.AUTO)) {
            problems.add(new Problem("--pool", "goes with --ip auto", "give --ip auto too"));
        }
        if (!problems.isEmpty()) {
            throw new Failure(Failure.Kind.INPUT, problems);
        }
    }

    private static void both(boolean contradictory, String flag, List<Problem> problems) {
        if (contradictory) {
            problems.add(
                    new Problem(
                            flag,
                            "does not go with --no" + flag.substring(1),
                            "leave one of them out"));
        }
    }
}
