package dev.wgmesh.command;

import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Endpoints, site, NAT, roles and nets of a member: a mixin. */
@OptionGroup.In(OptionGroup.CHANGE)
final class MetadataOptions {
    @Mixin ReachOptions reach = new ReachOptions();

    @OptionGroup.In(OptionGroup.ADVANCED)
    @Option(names = "--relay", description = "Pass packets on between members that cannot meet.")
    boolean relay;

    @Option(
            names = "--net",
            paramLabel = "CIDR",
            description = "Route this prefix through the host; repeatable.")
    List<Prefix> nets = List.of();

    @OptionGroup.In(OptionGroup.ADVANCED)
    @Option(
            names = "--observe",
            description = "Tell members at which endpoint this host sees them.")
    boolean observe;

    @OptionGroup.In(OptionGroup.ADVANCED)
    @Option(
            names = "--observe-port",
            paramLabel = "PORT",
            converter = NumberConverter.Port.class,
            description = "Port of --observe (default: 53).")
    Optional<Integer> observePort = Optional.empty();

    /** Returns what the options say about observation; empty: nothing. */
    Optional<?> observed() {
        return observe ? Optional.of(true) : observePort;
    }

    /**
     * Returns the metadata that the options give.
     *
     * @throws dev.wgmesh.problem.Failure INPUT with every value that the records cannot hold
     */
    Metadata of(HostName host) {
        var texts = new ArrayList<String>();
        if (relay) {
            texts.add("relay=yes");
        }
        nets.forEach(net -> texts.add("net=" + net));
        if (observe) {
            texts.add("observe=yes");
        }
        observePort.ifPresent(port -> texts.add("observe-port=" + port));
        return reach.metadata(host, texts);
    }
}
