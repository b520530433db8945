package dev.wgmesh.command;

import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.config.CommandSplitter;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where records are read and written: a mixin of every command that writes a mesh. */
@OptionGroup.In(OptionGroup.PLACE)
public final class WritePlaceOptions {
    @Mixin PlaceOptions places = new PlaceOptions();

    @Option(
            names = "--reload",
            paramLabel = "COMMAND",
            description = "Run COMMAND after writing a zone file of --zones.")
    Optional<String> reload = Optional.empty();

    /**
     * Returns the places that the options name.
     *
     * @throws Failure INPUT with every combination that cannot be used
     */
    public SourceFlags flags() {
        var problems = new ArrayList<Problem>();
        Optional<List<String>> command = reload.flatMap(CommandSplitter::split);
        if (reload.isPresent() && command.isEmpty()) {
            problems.add(
                    new Problem(
                            "--reload",
                            "the command is empty or has an unclosed quote",
                            "give a command such as --reload 'rndc reload example.com'"));
        }
        if (reload.isPresent() && places.zones.isEmpty()) {
            problems.add(new Problem("--reload", "requires --zones", "add --zones DIR"));
        }
        return places.flags(command.orElse(List.of()), problems);
    }
}
