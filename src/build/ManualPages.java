import dev.wgmesh.cli.CommandRegistry;
import dev.wgmesh.cli.CommandTree;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.Help;
import dev.wgmesh.cli.ShellState;
import dev.wgmesh.command.AllCommands;
import dev.wgmesh.shell.ShellCommand;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the man pages: wg-mesh(1) and a page for each command, from the model that the help is
 * printed from; section 5 from documents. scripts/manual runs it. The arguments are the folder of
 * the pages, their date and version, and the folder of the documents.
 */
final class ManualPages {
    private static final String SUMMARY =
            "peer-to-peer WireGuard mesh whose members are records in DNS";

    /** Columns of an example on a terminal of 80, behind the margin of the page. */
    private static final int WIDTH = 73;

    private static final CommandRegistry COMMANDS =
            AllCommands.all().with("shell", ShellCommand.SUMMARY, ShellCommand::new);

    private final Path folder;
    private final String date;
    private final String version;
    private final CommandLine tree = CommandTree.full(COMMANDS, new ShellState());

    private ManualPages(Path folder, String date, String version) {
        this.folder = folder;
        this.date = date;
        this.version = version;
    }

    public static void main(String[] args) throws IOException {
        var pages = new ManualPages(Path.of(args[0]), args[1], args[2]);
        pages.writeCommands();
        pages.writeDocuments(Path.of(args[3]));
    }

    private void writeCommands() throws IOException {
        write("wg-mesh", 1, overview());
        for (Map.Entry<String, CommandLine> command : tree.getSubcommands().entrySet()) {
            write("wg-mesh-" + command.getKey(), 1, page(command.getValue().getCommandSpec()));
        }
    }

    private void writeDocuments(Path documents) throws IOException {
        Troff records = page("wg-mesh-records", 5, "records in DNS that describe a WireGuard mesh");
        MarkdownPage.write(Files.readString(documents.resolve("records.md")), records);
        write(
                "wg-mesh-records",
                5,
                records.seeAlso(List.of("wg-mesh(1)", "wg-mesh-validate(1)", "wg-mesh.toml(5)")));
        Troff settings = page("wg-mesh.toml", 5, "settings of wg-mesh");
        MarkdownPage.write(Files.readString(documents.resolve("configuration.md")), settings);
        write(
                "wg-mesh.toml",
                5,
                settings.seeAlso(List.of("wg-mesh(1)", "wg-mesh-config(1)", "wg-mesh-records(5)")));
    }

    private Troff page(String name, int section, String summary) {
        return new Troff(name, section, date, version, summary);
    }

    private void write(String name, int section, Troff page) throws IOException {
        Path file = folder.resolve("man" + section).resolve(name + "." + section);
        Files.createDirectories(file.getParent());
        Files.writeString(file, page.toString());
    }

    private Troff overview() {
        Troff page =
                page("wg-mesh", 1, SUMMARY)
                        .heading("SYNOPSIS")
                        .text(Troff.bold("wg-mesh") + " " + Troff.italic("COMMAND") + " [OPTIONS]")
                        .paragraph(Troff.bold("wg-mesh") + " " + Troff.italic("MESH"))
                        .paragraph(Troff.bold("wg-mesh"))
                        .heading("DESCRIPTION")
                        .text(
                                Troff.escape(
                                        """
                                        Machines with public, private, NATed and dynamic addresses reach each other \
                                        directly, at static addresses, without a server in the middle. A name in DNS \
                                        lists the members; each member has its public key and its mesh addresses beside \
                                        its host name: wg-mesh-records(5).\
                                        """))
                        .paragraph(
                                Troff.escape(
                                        "wg-mesh MESH keeps this node in the mesh, as wg-mesh apply"
                                                + " --watch MESH does. wg-mesh alone opens a shell"
                                                + " on a terminal."))
                        .heading("COMMANDS");
        COMMANDS.groups()
                .forEach((group, commands) -> {
                    page.subheading(group);
                    commands.forEach((name, summary) ->
                            page.entry(
                                    Troff.bold("wg-mesh-" + name) + "(1)", Troff.escape(summary)));
                });
        page.heading("OPTIONS").text("Of every command:");
        options(page, tree.getCommandSpec().options());
        exitCodes(page);
        page.heading("ENVIRONMENT");
        entries(
                page,
                """
                NO_COLOR|If it is set, no colour is printed.
                COLUMNS|Width of the help and of tables.
                XDG_CONFIG_HOME|Replaces ~/.config, where the folder wg-mesh may have a wg-mesh.toml.
                XDG_STATE_HOME|Receipts and audit.log are in the folder wg-mesh in it.
                """);
        page.heading("FILES");
        entries(
                page,
                """
                /etc/wg-mesh/wg-mesh.toml|Which place hosts which zone, and the settings of a node: wg-mesh.toml(5). \
                Users have ~/.config/wg-mesh/wg-mesh.toml, or wg-mesh.toml in the working directory.
                /etc/wg-mesh/wg0.key|The private key of a node.
                /var/lib/wg-mesh|What a node keeps: the mesh as it was read last, and what was changed. \
                Receipts and audit.log of root.
                ~/.local/state/wg-mesh|Receipts and audit.log of other users.
                ./zones|Zone files that commands read and write where no other place is given.
                """);
        page.heading("EXAMPLES").text("A mesh in the zone files of ./zones, and its first node:");
        page.example(
                Stream.of(
                        "wg-mesh init _p2p.example.com --pool 10.0.0.0/24",
                        "wg-mesh join node-a.example.com --endpoint 198.51.100.10",
                        "wg-mesh apply _p2p.example.com --key node-a.example.com.key"));
        return page.seeAlso(List.of("wg-mesh-records(5)", "wg-mesh.toml(5)", "wg(8)", "ip(8)"));
    }

    private static void entries(Troff page, String rows) {
        rows.lines()
                .map(row -> row.split("\\|", 2))
                .forEach(row -> page.entry(Troff.bold(row[0]), Troff.escape(row[1])));
    }

    private Troff page(CommandSpec command) {
        String[] description = description(command);
        String summary = description[0].replaceFirst("[.]$", "");
        Troff page =
                page(
                        "wg-mesh-" + command.name(),
                        1,
                        summary.substring(0, 1).toLowerCase() + summary.substring(1));
        var synopsis = new StringBuilder(Troff.bold("wg-mesh " + command.name()) + " [OPTIONS]");
        command.positionalParameters()
                .forEach(argument -> synopsis.append(' ').append(synopsis(argument)));
        page.heading("SYNOPSIS").text(synopsis.toString());
        page.heading("DESCRIPTION").text(Troff.escape(String.join(" ", description)));
        for (ArgSpec argument : command.positionalParameters()) {
            page.entry(Troff.italic(argument.paramLabel()), words(argument.description()));
        }
        page.heading("OPTIONS");
        Help.groups(command)
                .forEach((group, options) -> {
                    page.subheading(group.heading());
                    options(page, options);
                });
        exitCodes(page);
        String[] examples = command.usageMessage().footer();
        if (examples.length > 0) {
            page.heading("EXAMPLES")
                    .example(
                            Arrays.stream(examples)
                                    .map(String::strip)
                                    .flatMap(ManualPages::continued));
        }
        return page.seeAlso(List.of("wg-mesh(1)", "wg-mesh-records(5)", "wg-mesh.toml(5)"));
    }

    /** Returns a command as lines that fit a terminal of 80 columns, all but the last continued. */
    private static Stream<String> continued(String line) {
        if (line.length() <= WIDTH) {
            return Stream.of(line);
        }
        int end = line.lastIndexOf(' ', WIDTH - 2);
        return Stream.concat(
                Stream.of(line.substring(0, end) + " \\"),
                continued("    " + line.substring(end + 1)));
    }

    private static String[] description(CommandSpec command) {
        return command.usageMessage().description();
    }

    private static String synopsis(ArgSpec argument) {
        String label = Troff.italic(argument.paramLabel());
        String more = argument.arity().max() > 1 ? " ..." : "";
        return argument.required() ? label + more : "[" + label + more + "]";
    }

    private static String words(String[] lines) {
        return Troff.escape(String.join(" ", lines));
    }

    private static void options(Troff page, List<OptionSpec> options) {
        for (OptionSpec option : options) {
            String names =
                    Arrays.stream(option.names())
                            .map(Troff::bold)
                            .collect(Collectors.joining(", "));
            String value = option.arity().max() > 0 ? "=" + Troff.italic(option.paramLabel()) : "";
            page.entry(names + value, words(option.description()));
        }
    }

    private static void exitCodes(Troff page) {
        page.heading("EXIT STATUS");
        for (ExitCode code : ExitCode.values()) {
            page.entry(Troff.bold(code.code() + ""), Troff.escape(code.meaning()));
        }
    }
}
