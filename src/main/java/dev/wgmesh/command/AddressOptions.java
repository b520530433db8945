package dev.wgmesh.command;

import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.SecretRedaction;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provision.AddressRequest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The mesh addresses of a member: a mixin. */
@OptionGroup.In(OptionGroup.CHANGE)
final class AddressOptions {
    /** The value that requests a free address. */
    static final String AUTO = "auto";

    @Option(
            names = "--ip",
            paramLabel = "auto|ADDR",
            description = "Mesh address (default auto: a free one); repeatable.")
    List<String> ips = List.of();

    @Option(
            names = "--pool",
            paramLabel = "CIDR",
            description = "Take a free address from this prefix; repeatable.")
    List<Prefix> pools = List.of();

    /**
     * Returns the addresses that are requested; without {@code --ip}, a free one.
     *
     * @throws Failure INPUT where a value is neither auto nor an address
     */
    AddressRequest request() {
        var chosen = new ArrayList<IpAddress>();
        for (String ip : ips) {
            if (!ip.equals(AUTO)) {
                chosen.add(
                        IpAddress.parse(ip)
                                .orElseThrow(() ->
                                        Failure.input(
                                                "--ip",
                                                "expected auto or an IP address, got "
                                                        + SecretRedaction.quote(ip),
                                                "give an address such as --ip 10.0.0.9")));
            }
        }
        return new AddressRequest(chosen, ips.isEmpty() || ips.contains(AUTO), pools);
    }
}
