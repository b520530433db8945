package dev.wgmesh.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of a command, made from its annotations. */
public final class Help {
    private static final int NARROWEST = 60;
    private static final int WIDEST = 100;

    private Help() {}

    public static void print(CommandLine command, CommandSession session) {
        session.print(
                text(command, session.outside().streams().width(), session.manner().colour()));
    }

    static String text(CommandLine command, int width, boolean colour) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.width(Math.clamp(width, NARROWEST, WIDEST));
        usage.sortOptions(false);
        usage.optionListHeading("%nOptions:%n");
        usage.parameterListHeading("%n");
        usage.commandListHeading("%nCommands:%n");
        if (usage.footer().length > 0) {
            usage.footerHeading("%nExamples:%n");
        }
        if (command.getParent() == null) {
            usage.exitCodeListHeading("%nExit codes:%n");
            var codes = new LinkedHashMap<String, String>();
            Arrays.stream(ExitCode.values())
                    .forEach(e -> codes.put(String.valueOf(e.code()), e.meaning()));
            usage.exitCodeList(codes);
        }
        return command.getUsageMessage(colour ? Ansi.ON : Ansi.OFF);
    }
}
