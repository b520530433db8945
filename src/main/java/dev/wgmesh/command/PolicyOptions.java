package dev.wgmesh.command;

import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.PskMode;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a policy says besides its pools: a mixin. */
@OptionGroup.In(OptionGroup.CHANGE)
final class PolicyOptions {
    @Option(
            names = "--allow",
            paramLabel = "CIDR",
            description = "Also allow members to claim this prefix; repeatable.")
    List<Prefix> allow = List.of();

    @Option(
            names = "--paths",
            paramLabel = "auto|tunnel|origin",
            description = "Packets that use the tunnel (default: auto).")
    Optional<PathMode> paths = Optional.empty();

    @Option(
            names = "--psk-mode",
            paramLabel = "optional|required",
            description = "Ask nodes for preshared keys: a hint.")
    Optional<PskMode> psk = Optional.empty();

    @Mixin TtlOption ttl = new TtlOption();

    @OptionGroup.In(OptionGroup.SAFETY)
    @Option(
            names = "--allow-public",
            description = "Accept a pool with public addresses, or the default route.")
    boolean allowPublic;

    @OptionGroup.In(OptionGroup.SAFETY)
    @Option(
            names = "--allow-outside",
            description = "Accept members whose addresses the policy excludes.")
    boolean allowOutside;
}
