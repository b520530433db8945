package dev.wgmesh.command;

import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.config.CommandSplitter;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.plan.FileCommands;
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

    @OptionGroup.In(OptionGroup.ADVANCED)
    @Option(
            names = "--resign",
            paramLabel = "COMMAND",
            description = "Run COMMAND to sign a zone file of --zones again.")
    Optional<String> resign = Optional.empty();

    /**
     * Returns the places that the options name.
     *
     * @throws Failure INPUT with every combination that cannot be used
     */
    public SourceFlags flags() {
        var problems = new ArrayList<Problem>();
        var commands =
                new FileCommands(
                        words(
                                "--resign",
                                resign,
                                "dnssec-signzone -S -o example.com example.com.zone",
                                problems),
                        words("--reload", reload, "rndc reload example.com", problems));
        return places.flags(commands, problems);
    }

    /** Returns the words of a command to run after a zone file was written; empty: none. */
    private List<String> words(
            String option, Optional<String> text, String example, List<Problem> problems) {
        Optional<List<String>> words = text.flatMap(CommandSplitter::split);
        if (text.isPresent() && words.isEmpty()) {
            problems.add(
                    new Problem(
                            option,
                            "the command is empty or has an unclosed quote",
                            "give a command such as " + option + " '" + example + "'"));
        }
        if (text.isPresent() && places.zones.isEmpty()) {
            problems.add(new Problem(option, "requires --zones", "add --zones DIR"));
        }
        return words.orElse(List.of());
    }
}
