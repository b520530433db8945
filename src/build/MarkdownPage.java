import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A document of docs/ as sections of a man page. It knows the Markdown that docs/ uses: headings,
 * paragraphs, lists, indented and fenced blocks, tables, bold text, code and links. A table becomes
 * tagged paragraphs, which are readable in 80 columns.
 */
final class MarkdownPage {
    /** Columns of an example on a terminal of 80, behind the margin of the page. */
    private static final int WIDTH = 73;

    /** Column of a comment that has a line of its own. */
    private static final int COMMENT = 17;

    private static final Pattern INLINE =
            Pattern.compile(
                    "`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\[((?:[^\\]`]|`[^`]*`)+)\\]\\([^)]*\\)");

    private final List<String> lines;
    private final Troff page;
    private int at;

    private MarkdownPage(List<String> lines, Troff page) {
        this.lines = lines;
        this.page = page;
    }

    /** Appends a document, whose title becomes DESCRIPTION. */
    static void write(String text, Troff page) {
        var document = new MarkdownPage(text.lines().toList(), page);
        while (document.at < document.lines.size()) {
            document.block();
        }
    }

    private void block() {
        String line = lines.get(at);
        if (line.isBlank()) {
            at++;
        } else if (line.startsWith("# ")) {
            page.heading("DESCRIPTION");
            at++;
        } else if (line.startsWith("#")) {
            String title = line.replaceFirst("^#+ ", "").replace("`", "");
            boolean isSection = line.startsWith("## ");
            at++;
            if (isSection) {
                page.heading(title.toUpperCase());
            } else {
                page.subheading(title);
            }
        } else if (line.startsWith("    ") || line.startsWith("```")) {
            example(line.startsWith("```"));
        } else if (line.startsWith("|")) {
            table();
        } else if (line.startsWith("- ")) {
            page.entry("\\(bu", inline(joined(2)));
        } else {
            page.paragraph(inline(joined(0)));
        }
    }

    /** Returns the lines up to the next block, joined; skips the first characters. */
    private String joined(int skipped) {
        var text = new StringBuilder(lines.get(at++).substring(skipped).strip());
        while (at < lines.size()
                && !lines.get(at).isBlank()
                && !lines.get(at).startsWith("- ")
                && !lines.get(at).startsWith("|")
                && !lines.get(at).startsWith("```")) {
            text.append(' ').append(lines.get(at++).strip());
        }
        return text.toString();
    }

    private void example(boolean isFenced) {
        var block = new ArrayList<String>();
        if (isFenced) {
            at++;
        }
        while (at < lines.size()
                && (isFenced
                        ? !lines.get(at).startsWith("```")
                        : lines.get(at).isBlank() || lines.get(at).startsWith("    "))) {
            String line = lines.get(at++);
            block.addAll(fitted(isFenced || line.isBlank() ? line.strip() : line.substring(4)));
        }
        at += isFenced ? 1 : 0;
        while (block.getLast().isBlank()) {
            block.removeLast();
        }
        page.example(block.stream());
    }

    /** Returns a line; one that is too long for a terminal has its comment below itself. */
    private static List<String> fitted(String line) {
        int comment = line.indexOf("  ; ");
        if (line.length() <= WIDTH || comment < 0) {
            return List.of(line);
        }
        String words = line.substring(comment).strip();
        return List.of(
                line.substring(0, comment).stripTrailing(),
                " ".repeat(Math.clamp(WIDTH - words.length(), 0, COMMENT)) + words);
    }

    private void table() {
        List<String> header = cells(lines.get(at));
        at += 2;
        var rows = new ArrayList<List<String>>();
        while (at < lines.size() && lines.get(at).startsWith("|")) {
            rows.add(cells(lines.get(at++)));
        }
        int widest =
                IntStream.range(1, header.size())
                        .boxed()
                        .max(
                                Comparator.comparing(column ->
                                        rows.stream()
                                                .mapToInt(row -> row.get(column).length())
                                                .sum()))
                        .orElseThrow();
        for (List<String> row : rows) {
            var facts = new ArrayList<String>();
            for (int column = 1; column < row.size(); column++) {
                if (column != widest && !row.get(column).isEmpty()) {
                    facts.add(Troff.escape(header.get(column)) + ": " + inline(row.get(column)));
                }
            }
            if (row.getFirst().isEmpty()) {
                page.lineBreak().text(inline(row.get(widest)));
            } else {
                page.entry(inline(row.getFirst()), inline(row.get(widest)));
            }
            if (!facts.isEmpty()) {
                page.lineBreak().text("(" + String.join("; ", facts) + ")");
            }
        }
    }

    private static List<String> cells(String line) {
        String inner = line.strip().replaceFirst("^\\|", "").replaceFirst("\\|$", "");
        return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
    }

    private static String inline(String text) {
        var troff = new StringBuilder();
        int from = 0;
        for (MatchResult found : INLINE.matcher(text).results().toList()) {
            troff.append(Troff.escape(text.substring(from, found.start())));
            if (found.group(3) != null) {
                troff.append(inline(found.group(3)));
            } else {
                troff.append(Troff.bold(found.group(1) != null ? found.group(1) : found.group(2)));
            }
            from = found.end();
        }
        return troff.append(Troff.escape(text.substring(from))).toString();
    }
}
