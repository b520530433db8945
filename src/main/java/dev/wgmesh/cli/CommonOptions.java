package dev.wgmesh.cli;

import dev.wgmesh.cli.Streams.StandardStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of every command. */
@OptionGroup.In(OptionGroup.OUTPUT)
final class CommonOptions {
    /** What the help of wg-mesh says of them: the names, and the meaning. */
    static final Map<String, String> HELP = help();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "text",
            description = "Output format: ${COMPLETION-CANDIDATES}.")
    OutputFormat output;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show queries, records and commands on stderr.")
    boolean verbose;

    @Option(names = "--debug", description = "Show --verbose output and stack traces.")
    boolean debug;

    @Option(
            names = {"--no-color", "--plain"},
            description = "Print no colour (also: NO_COLOR=1).")
    boolean plain;

    private static Map<String, String> help() {
        var help = new LinkedHashMap<String, String>();
        help.put("-h, --help", "Show this help.");
        help.put("-o, --output=FORM", "Output format: text, json.");
        help.put("-v, --verbose", "Show queries, records and commands on stderr.");
        help.put("    --debug", "Show --verbose output and stack traces.");
        help.put("    --plain, --no-color", "Print no colour (also: NO_COLOR=1).");
        return help;
    }

    OutputStyle outputStyle(HostEnvironment outside) {
        boolean mayColour =
                !plain
                        && outside.variable("NO_COLOR").isEmpty()
                        && !outside.variable("TERM").orElse("dumb").equals("dumb");
        Streams streams = outside.streams();
        return new OutputStyle(
                output,
                verbose || debug,
                debug,
                mayColour && streams.isTerminal(StandardStream.OUT),
                mayColour && streams.isTerminal(StandardStream.ERR));
    }

    /** Returns the output style of words that may not parse, as far as it is plain. */
    static OutputStyle guessOutputStyle(List<String> words, HostEnvironment outside) {
        var options = new CommonOptions();
        int at = Math.max(words.indexOf("-o"), words.indexOf("--output"));
        boolean json =
                words.contains("-ojson")
                        || words.contains("-o=json")
                        || words.contains("--output=json")
                        || at >= 0 && at + 1 < words.size() && words.get(at + 1).equals("json");
        options.output = json ? OutputFormat.JSON : OutputFormat.TEXT;
        options.debug = words.contains("--debug");
        options.plain = words.contains("--plain") || words.contains("--no-color");
        return options.outputStyle(outside);
    }
}
