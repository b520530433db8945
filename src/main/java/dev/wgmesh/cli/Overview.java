package dev.wgmesh.cli;

import dev.wgmesh.render.TerminalColour;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The help of wg-mesh itself: its commands, the options of all of them, and the exit codes. It is
 * written without picocli, whose model of all commands takes several times as long as the rest.
 */
public final class Overview {
    private static final String[] PURPOSE = {
        "A peer-to-peer WireGuard mesh whose members are records in DNS.",
        "",
        "wg-mesh alone opens a shell on a terminal;"
                + " wg-mesh MESH keeps this node in the mesh (apply --watch MESH)."
    };

    private final StringBuilder text = new StringBuilder();
    private final int width;

    private Overview(int width) {
        this.width = width;
    }

    /** Prints the help of wg-mesh. */
    public static void print(CommandSession session) {
        session.print(
                text(
                        session.commands(),
                        session.hostEnvironment().streams().width(),
                        session.colour()));
    }

    /** Returns the help of wg-mesh in that many columns. */
    static String text(CommandRegistry commands, int width, TerminalColour colour) {
        var page = new Overview(Help.clamp(width));
        page.text.append("Usage: ").append(colour.bold("wg-mesh")).append(" [OPTIONS] COMMAND\n");
        Arrays.stream(PURPOSE).forEach(line -> page.wrap(line, 0, 0));
        page.section(
                OptionGroup.OUTPUT.heading(),
                CommonOptions.HELP,
                widest(CommonOptions.HELP) + 3,
                colour::yellow);
        Map<String, Map<String, String>> groups = commands.groups();
        int widest = groups.values().stream().mapToInt(Overview::widest).max().orElse(0);
        groups.forEach((heading, rows) -> page.section(heading, rows, widest + 2, colour::bold));
        var codes = new LinkedHashMap<String, String>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(String.valueOf(code.code()), code.meaning());
        }
        page.section("Exit codes", codes, widest(codes) + 3, UnaryOperator.identity());
        return page.text.toString();
    }

    private static int widest(Map<String, String> rows) {
        return rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /**
     * Writes names and what they mean; the meanings begin {@code width} columns after the names.
     */
    private void section(
            String heading, Map<String, String> rows, int width, UnaryOperator<String> paint) {
        text.append('\n').append(heading).append(":\n");
        rows.forEach((name, meaning) -> {
            text.append("  ").append(paint.apply(name)).append(" ".repeat(width - name.length()));
            int column = 2 + width;
            wrap(meaning, column, column + 2);
        });
    }

    /**
     * Writes words that begin at a column, and a line feed.
     *
     * @param indent the spaces before the words of a further line
     */
    private void wrap(String words, int column, int indent) {
        int at = column;
        boolean isFirst = true;
        for (String word : words.split(" ")) {
            if (!isFirst && at + 1 + word.length() > width) {
                text.append('\n').append(" ".repeat(indent));
                at = indent;
            } else if (!isFirst) {
                text.append(' ');
                at++;
            }
            text.append(word);
            at += word.length();
            isFirst = false;
        }
        text.append('\n');
    }
}
