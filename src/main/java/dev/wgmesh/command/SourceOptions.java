package dev.wgmesh.command;

import dev.wgmesh.config.CommandSplitter;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command reads records: a mixin, the same on every command that reads. */
final class SourceOptions {
    @Option(
            names = "--zones",
            paramLabel = "DIR",
            description = "Read (and write) the zone files of this folder.")
    Optional<Path> zones = Optional.empty();

    @Option(
            names = "--reload",
            paramLabel = "COMMAND",
            description = "Run this when a zone file of --zones was written.")
    Optional<String> reload = Optional.empty();

    @Option(
            names = "--server",
            paramLabel = "HOST[:PORT]",
            description = "Read (and update, RFC 2136) the zones of this server.")
    Optional<String> server = Optional.empty();

    @Option(
            names = "--tsig-key-file",
            paramLabel = "FILE",
            description = "The key that signs; without --server, for the primary in the SOA.")
    Optional<Path> tsigKeyFile = Optional.empty();

    @Option(names = "--allow-weak-tsig", description = "Sign with hmac-md5 or hmac-sha1, too.")
    boolean allowWeakTsig;

    @Option(names = "--route53", description = "Read (and write) zones of Amazon's Route53.")
    boolean route53;

    @Option(
            names = "--hosted-zone-id",
            paramLabel = "ID",
            description = "This zone of Route53, not the one found by name.")
    Optional<String> hostedZoneId = Optional.empty();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Credentials of this profile, not the default chain's.")
    Optional<String> profile = Optional.empty();

    @Option(names = "--private-zone", description = "A private zone of Route53 is meant.")
    boolean privateZone;

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description = "Where Route53 is reached, if not at Amazon's own address.")
    Optional<URI> endpointUrl = Optional.empty();

    @Option(
            names = "--resolver",
            paramLabel = "HOST[:PORT]",
            description = "Ask this resolver; may be given again.")
    List<String> resolvers = List.of();

    @Option(
            names = "--axfr",
            paramLabel = "SERVER[:PORT]",
            description = "Read whole zones of this server by transfer.")
    Optional<String> axfr = Optional.empty();

    /**
     * What they say.
     *
     * @throws Failure INPUT with everything that does not go together
     */
    SourceFlags flags() {
        var problems = new ArrayList<Problem>();
        onePlace(problems);
        keyNeedsServer(problems);
        Optional<List<String>> command = reload(problems);
        endpoint(problems);
        if (!problems.isEmpty()) {
            throw new Failure(Failure.Kind.INPUT, problems);
        }
        var signing = new TsigSettings(tsigKeyFile, allowWeakTsig);
        var details = new Location.Route53(hostedZoneId, profile, endpointUrl, privateZone);
        return new SourceFlags(
                place(signing, details, command.orElse(List.of())),
                axfr.map(from -> new Location.Transfer(from, signing)),
                resolvers,
                route53 ? Location.Route53.DEFAULT : details,
                false,
                true);
    }

    private Optional<Location.Host> place(
            TsigSettings signing, Location.Route53 details, List<String> command) {
        if (route53) {
            return Optional.of(details);
        }
        if (zones.isPresent()) {
            return zones.map(folder -> new Location.Folder(folder, command));
        }
        if (server.isPresent()) {
            return server.map(host -> new Location.Server(host, signing));
        }
        return axfr.isEmpty() && tsigKeyFile.isPresent()
                ? Optional.of(new Location.Primary(signing))
                : Optional.empty();
    }

    private void onePlace(List<Problem> problems) {
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
                            "are " + places.size() + " places, and a zone has one",
                            "give one of them; wg-mesh.toml can name a place for each zone"));
        }
    }

    private void keyNeedsServer(List<Problem> problems) {
        boolean elsewhere = zones.isPresent() || route53;
        if (tsigKeyFile.isPresent() && elsewhere && server.isEmpty() && axfr.isEmpty()) {
            problems.add(
                    new Problem(
                            "--tsig-key-file",
                            "signs messages to a server, and "
                                    + (route53 ? "--route53" : "--zones")
                                    + " is none",
                            "leave one of them out"));
        }
        if (allowWeakTsig && tsigKeyFile.isEmpty()) {
            problems.add(
                    new Problem(
                            "--allow-weak-tsig", "is about no key", "give --tsig-key-file too"));
        }
    }

    private Optional<List<String>> reload(List<Problem> problems) {
        Optional<List<String>> words = reload.flatMap(CommandSplitter::of);
        if (reload.isPresent() && words.isEmpty()) {
            problems.add(
                    new Problem(
                            "--reload",
                            "is no command: it has no words, or a quote that is not closed",
                            "give one such as --reload 'rndc reload example.com'"));
        }
        if (reload.isPresent() && zones.isEmpty()) {
            problems.add(
                    new Problem(
                            "--reload",
                            "is run when a zone file was written, and no folder is named",
                            "give --zones DIR too"));
        }
        return words;
    }

    private void endpoint(List<Problem> problems) {
        Optional<String> scheme = endpointUrl.map(url -> String.valueOf(url.getScheme()));
        if (scheme.filter(text -> !text.equals("https") && !text.equals("http")).isPresent()
                || endpointUrl.filter(url -> url.getHost() == null).isPresent()) {
            problems.add(
                    new Problem(
                            "--endpoint-url",
                            "is no URL of a server",
                            "give one such as https://route53.example.com"));
        }
    }
}
