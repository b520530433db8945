package dev.wgmesh.cli;

import java.lang.reflect.Field;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of a command, made from its annotations. */
public final class Help {
    private static final int NARROWEST = 60;
    private static final int WIDEST = 100;

    private Help() {}

    /** Prints the help of a command. */
    public static void print(CommandLine command, CommandSession session) {
        session.print(
                text(
                        command,
                        session.hostEnvironment().streams().width(),
                        session.outputStyle().colour()));
    }

    /** Returns the nearest width that a help is written for. */
    static int clamp(int width) {
        return Math.clamp(width, NARROWEST, WIDEST);
    }

    /** Returns the options, each group under its heading. */
    private static String options(CommandLine.Help help) {
        var text = new StringBuilder();
        groups(help.commandSpec())
                .forEach((group, options) -> {
                    text.append("\n").append(group.heading()).append(":\n");
                    text.append(help.optionListExcludingGroups(options));
                });
        return text.toString();
    }

    /**
     * Returns the options of a command in the order of its help; groups without any are left out.
     */
    public static SequencedMap<OptionGroup, List<OptionSpec>> groups(CommandSpec command) {
        var groups = new LinkedHashMap<OptionGroup, List<OptionSpec>>();
        for (OptionGroup group : OptionGroup.values()) {
            List<OptionSpec> options =
                    command.options().stream()
                            .filter(option -> !option.hidden())
                            .filter(option -> OptionGroup.of(option) == group)
                            .sorted(Comparator.comparing(option -> !isOwn(command, option)))
                            .toList();
            if (!options.isEmpty()) {
                groups.put(group, options);
            }
        }
        return groups;
    }

    /** Returns whether the command declares the option, and no mixin: those come first. */
    private static boolean isOwn(CommandSpec command, OptionSpec option) {
        return option.userObject() instanceof Field field
                && field.getDeclaringClass().isInstance(command.userObject());
    }

    /** Returns the help of a command in that many columns. */
    static String text(CommandLine command, int width, boolean colour) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.width(clamp(width));
        usage.sortOptions(false);
        usage.abbreviateSynopsis(true);
        usage.optionListHeading("");
        usage.parameterListHeading("%n");
        if (usage.footer().length > 0) {
            usage.footerHeading("%nExamples:%n");
        }
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Help::options);
        return command.getUsageMessage(colour ? Ansi.ON : Ansi.OFF);
    }
}
