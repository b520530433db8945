package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Confirmation;
import dev.wgmesh.cli.OptionGroup;
import picocli.CommandLine.Option;

/** Consent to removing records of members: a mixin of every command that may remove some. */
@OptionGroup.In(OptionGroup.SAFETY)
final class ConsentOption {
    @Option(names = "--yes", description = "Remove or replace records without asking.")
    boolean yes;

    /** Returns the consent, which asks unless the option is given. */
    Confirmation consent(CommandSession session) {
        return new Confirmation(session, yes);
    }
}
