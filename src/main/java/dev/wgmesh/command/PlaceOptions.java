package dev.wgmesh.command;

import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.config.DnssecChoice;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.model.DnssecMode;
import dev.wgmesh.plan.FileCommands;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command reads records: a mixin of every command that reads a mesh. */
@OptionGroup.In(OptionGroup.PLACE)
final class PlaceOptions {
    @Option(
            names = "--zones",
            paramLabel = "DIR",
            description = "Use the zone files in this folder.")
    Optional<Path> zones = Optional.empty();

    @Option(
            names = "--server",
            paramLabel = "HOST[:PORT]",
            description = "Use the zones of this DNS server.")
    Optional<String> server = Optional.empty();

    @Option(
            names = "--tsig-key-file",
            paramLabel = "FILE",
            description = "Sign messages to the DNS server with this key.")
    Optional<Path> tsigKeyFile = Optional.empty();

    @Option(names = "--route53", description = "Use the zones hosted by Amazon Route53.")
    boolean route53;

    @Option(
            names = "--resolver",
            paramLabel = "HOST[:PORT]",
            description = "Query this resolver; repeatable.")
    List<String> resolvers = List.of();

    @Option(
            names = "--axfr",
            paramLabel = "HOST[:PORT]",
            description = "Read whole zones from this server by transfer.")
    Optional<String> axfr = Optional.empty();

    @Option(
            names = "--dnssec",
            paramLabel = "MODE",
            description = "Validate answers: require, prefer or off (off).")
    Optional<DnssecMode> dnssec = Optional.empty();

    @OptionGroup.In(OptionGroup.ADVANCED)
    @Option(
            names = "--dnssec-anchor",
            paramLabel = "FILE",
            description = "Trust the DS or DNSKEY records in this file.")
    Optional<Path> dnssecAnchor = Optional.empty();

    @OptionGroup.In(OptionGroup.ADVANCED)
    @Option(names = "--allow-weak-tsig", description = "Accept hmac-md5 and hmac-sha1 keys.")
    boolean allowWeakTsig;

    @OptionGroup.In(OptionGroup.ADVANCED)
    @Option(
            names = "--hosted-zone-id",
            paramLabel = "ID",
            description = "Use the Route53 zone with this ID.")
    Optional<String> hostedZoneId = Optional.empty();

    @OptionGroup.In(OptionGroup.ADVANCED)
    @Option(names = "--private-zone", description = "Use the private Route53 zone of that name.")
    boolean privateZone;

    @OptionGroup.In(OptionGroup.ADVANCED)
    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Use the AWS credentials of this profile.")
    Optional<String> profile = Optional.empty();

    @OptionGroup.In(OptionGroup.ADVANCED)
    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description = "Send Route53 requests to this URL.")
    Optional<URI> endpointUrl = Optional.empty();

    /** Returns the options by which a node reads records, as a command line has them. */
    List<String> words() {
        var words = new ArrayList<String>();
        zones.ifPresent(folder -> words.addAll(List.of("--zones", folder.toString())));
        server.ifPresent(host -> words.addAll(List.of("--server", host)));
        tsigKeyFile.ifPresent(file -> words.addAll(List.of("--tsig-key-file", file.toString())));
        if (route53) {
            words.add("--route53");
        }
        hostedZoneId.ifPresent(id -> words.addAll(List.of("--hosted-zone-id", id)));
        profile.ifPresent(name -> words.addAll(List.of("--profile", name)));
        endpointUrl.ifPresent(url -> words.addAll(List.of("--endpoint-url", url.toString())));
        resolvers.forEach(host -> words.addAll(List.of("--resolver", host)));
        axfr.ifPresent(host -> words.addAll(List.of("--axfr", host)));
        dnssec.ifPresent(mode -> words.addAll(List.of("--dnssec", mode.toString())));
        dnssecAnchor.ifPresent(file -> words.addAll(List.of("--dnssec-anchor", file.toString())));
        return words;
    }

    /**
     * Returns the places that the options name.
     *
     * @throws Failure INPUT with every combination that cannot be used
     */
    SourceFlags flags() {
        return flags(FileCommands.NONE, List.of());
    }

    /**
     * Returns the same for a command that writes.
     *
     * @param commands to run after a zone file was written
     * @param more problems of the command's other options, reported together with these
     */
    SourceFlags flags(FileCommands commands, List<Problem> more) {
        var problems = new ArrayList<Problem>();
        requireOnePlace(problems);
        requireUseOfKey(problems);
        problems.addAll(more);
        requireServerUrl(problems);
        Failure.throwIfAny(Failure.Kind.INPUT, problems);
        var signing = new TsigSettings(tsigKeyFile, allowWeakTsig);
        var details = new Route53Location(hostedZoneId, profile, endpointUrl, privateZone);
        return new SourceFlags(
                place(signing, details, commands),
                axfr.map(from -> new Location.Transfer(from, signing)),
                resolvers,
                route53 ? Route53Location.DEFAULT : details,
                false,
                true,
                new DnssecChoice(dnssec, dnssecAnchor));
    }

    private Optional<Location.Host> place(
            TsigSettings signing, Route53Location details, FileCommands commands) {
        if (route53) {
            return Optional.of(details);
        }
        if (zones.isPresent()) {
            return zones.map(folder -> new Location.Folder(folder, commands));
        }
        if (server.isPresent()) {
            return server.map(host -> new Location.Server(host, signing));
        }
        return axfr.isEmpty() && tsigKeyFile.isPresent()
                ? Optional.of(new Location.Primary(signing))
                : Optional.empty();
    }

    private void requireOnePlace(List<Problem> problems) {
        var places = new ArrayList<String>();
        zones.ifPresent(_ -> places.add("--zones"));
        server.ifPresent(_ -> places.add("--server"));
        if (route53) {
            places.add("--route53");
        }
        if (places.size() > 1) {
            problems.add(
                    new Problem(
                            String.join(", ", places),
                            "cannot be combined",
                            "give one; wg-mesh.toml can name a place for each zone"));
        }
    }

    private void requireUseOfKey(List<Problem> problems) {
        boolean elsewhere = zones.isPresent() || route53;
        if (tsigKeyFile.isPresent() && elsewhere && server.isEmpty() && axfr.isEmpty()) {
            String place = route53 ? "--route53" : "--zones";
            problems.add(
                    new Problem(
                            "--tsig-key-file",
                            "cannot be combined with " + place + ": it signs messages to a server",
                            "remove --tsig-key-file, or give --server instead of " + place));
        }
        if (allowWeakTsig && tsigKeyFile.isEmpty()) {
            problems.add(
                    new Problem(
                            "--allow-weak-tsig",
                            "requires --tsig-key-file",
                            "add --tsig-key-file FILE"));
        }
    }

    private void requireServerUrl(List<Problem> problems) {
        Optional<String> scheme = endpointUrl.map(url -> String.valueOf(url.getScheme()));
        if (scheme.filter(text -> !text.equals("https") && !text.equals("http")).isPresent()
                || endpointUrl.filter(url -> url.getHost() == null).isPresent()) {
            problems.add(
                    new Problem(
                            "--endpoint-url",
                            "'" + endpointUrl.orElseThrow() + "' does not name an HTTP server",
                            "give a URL such as https://route53.example.com"));
        }
    }
}
