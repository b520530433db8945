package dev.wgmesh.command;

import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.provision.AddressRequest;
import java.util.List;
import picocli.CommandLine.Option;

/** The mesh addresses of a member: a mixin. */
@OptionGroup.In(OptionGroup.CHANGE)
final class AddressOptions {
    @Option(
            names = "--ip",
            paramLabel = "auto|ADDR",
            converter = AddressChoice.Converter.class,
            description = "Mesh address (default auto: a free one); repeatable.")
    List<AddressChoice> ips = List.of();

    @Option(
            names = "--pool",
            paramLabel = "CIDR",
            description = "Take a free address from this prefix; repeatable.")
    List<Prefix> pools = List.of();

    /** Returns the addresses that are requested; without {@code --ip}, a free one. */
    AddressRequest request() {
        return new AddressRequest(
                ips.stream().flatMap(choice -> choice.address().stream()).toList(),
                ips.isEmpty() || ips.contains(AddressChoice.AUTO),
                pools);
    }
}
