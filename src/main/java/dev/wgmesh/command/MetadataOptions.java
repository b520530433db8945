package dev.wgmesh.command;

import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.KeyValueResult;
import dev.wgmesh.zone.MetadataText;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Type;
import picocli.CommandLine.Option;

/** Site, NAT, roles and nets of a member: a mixin. */
@OptionGroup.In(OptionGroup.CHANGE)
final class MetadataOptions {
    @Option(
            names = "--site",
            paramLabel = "NAME",
            description = "Site of the host; hosts on one LAN share a site.")
    Optional<String> site = Optional.empty();

    @Option(
            names = "--nat",
            paramLabel = "yes|no|hard",
            description = "Behind NAT or not; hard: symmetric NAT.")
    Optional<String> nat = Optional.empty();

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
     * @throws Failure INPUT with every value that the records cannot hold
     */
    Metadata of(HostName host) {
        var texts = new ArrayList<String>();
        site.ifPresent(name -> texts.add("site=" + name));
        nat.ifPresent(yesNo -> texts.add("nat=" + yesNo));
        if (relay) {
            texts.add("relay=yes");
        }
        nets.forEach(net -> texts.add("net=" + net));
        if (observe) {
            texts.add("observe=yes");
        }
        observePort.ifPresent(port -> texts.add("observe-port=" + port));
        var question = new Question(OwnerNames.meta(host), Type.TXT);
        KeyValueResult<Metadata> reading = MetadataText.read(question, texts);
        Failure.throwIfAny(Failure.Kind.INPUT, reading.problems());
        return reading.value();
    }
}
