import java.util.List;
import java.util.stream.Stream;

/** The text of a man page: the macros of man(7), and text escaped as troff wants it. */
final class Troff {
    private final StringBuilder page = new StringBuilder();

    /** Begins a page; the arguments are words, not troff. */
    Troff(String name, int section, String date, String version, String summary) {
        page.append(
                ".TH %s %d \"%s\" \"wg\\-mesh %s\" \"wg\\-mesh manual\"\n"
                        .formatted(escape(name).toUpperCase(), section, date, escape(version)));
        heading("NAME");
        page.append(escape(name)).append(" \\- ").append(escape(summary)).append('\n');
    }

    Troff heading(String title) {
        page.append(".SH ").append(escape(title)).append('\n');
        return this;
    }

    Troff subheading(String title) {
        page.append(".SS ").append(escape(title)).append('\n');
        return this;
    }

    /** Writes a paragraph of troff, a sentence a line. */
    Troff paragraph(String troff) {
        separate();
        return text(troff);
    }

    /** Begins a paragraph, as a heading does by itself. */
    private void separate() {
        int last = page.lastIndexOf("\n", page.length() - 2) + 1;
        if (!page.substring(last).startsWith(".S")) {
            page.append(".PP\n");
        }
    }

    /** Writes a paragraph with a tag, both of troff. */
    Troff entry(String tag, String troff) {
        page.append(".TP\n").append(tag).append('\n');
        return text(troff);
    }

    /** Writes lines of troff where the page is, a sentence a line. */
    Troff text(String troff) {
        for (String line : troff.replaceAll("(?<=[a-z)][.]) (?=[A-Z])", "\n").split("\n")) {
            page.append(line.startsWith(".") || line.startsWith("'") ? "\\&" : "");
            page.append(line).append('\n');
        }
        return this;
    }

    /** Breaks the line. */
    Troff lineBreak() {
        page.append(".br\n");
        return this;
    }

    /** Writes lines as they are, in a font of one width. */
    Troff example(Stream<String> lines) {
        separate();
        page.append(".EX\n");
        lines.forEach(line ->
                page.append(line.startsWith(".") ? "\\&" : "").append(escape(line)).append('\n'));
        page.append(".EE\n");
        return this;
    }

    Troff seeAlso(List<String> pages) {
        heading("SEE ALSO");
        for (String reference : pages) {
            page.append(".BR ")
                    .append(escape(reference.replaceFirst("\\(", " (")))
                    .append(reference.equals(pages.getLast()) ? "\n" : ",\n");
        }
        return this;
    }

    /** Returns words in bold. */
    static String bold(String words) {
        return "\\fB" + escape(words) + "\\fR";
    }

    /** Returns words in italics. */
    static String italic(String words) {
        return "\\fI" + escape(words) + "\\fR";
    }

    /** Returns troff that prints the words as they are: a hyphen is one that can be copied. */
    static String escape(String words) {
        return words.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("~", "\\(ti")
                .replace("^", "\\(ha")
                .replace("`", "\\(ga")
                .replace("'", "\\(aq");
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
