package dev.wgmesh.render;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rows under headings, in columns as wide as their widest cell.
 *
 * @param rows as many cells each as there are headings; printed as they are
 */
public record TextTable(List<String> headings, List<List<String>> rows) {
    private static final String GAP = "  ";
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9]*m");

    /** Copies; rejects a row of another length. */
    public TextTable {
        headings = List.copyOf(headings);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != headings.size()) {
                throw new IllegalArgumentException(row.size() + " cells");
            }
        }
    }

    /** Returns one line for each row, without blanks at the ends of lines. */
    public String text(TerminalColour paint) {
        int[] widths = new int[headings.size()];
        var all = new ArrayList<List<String>>(rows);
        all.addFirst(headings);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], columns(row.get(i)));
            }
        }
        var heading = new StringBuilder();
        addLine(heading, headings, widths);
        var text = new StringBuilder(paint.bold(heading.toString())).append('\n');
        for (List<String> row : rows) {
            addLine(text, row, widths);
            text.append('\n');
        }
        return text.toString();
    }

    private static void addLine(StringBuilder text, List<String> cells, int[] widths) {
        int start = text.length();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            text.append(i == 0 ? "" : GAP).append(cell);
            text.repeat(' ', widths[i] - columns(cell));
        }
        int end = text.length();
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        text.setLength(end);
    }

    /** Returns the columns that a cell takes on a terminal: colours take none. */
    static int columns(String cell) {
        String plain = cell.indexOf('\u001b') < 0 ? cell : COLOUR.matcher(cell).replaceAll("");
        return plain.codePointCount(0, plain.length());
    }
}
