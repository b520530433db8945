package dev.wgmesh.zone;

import dev.wgmesh.problem.Problem;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Name;

/** Reads one file of a zone: its directives, and its entries by {@link EntryReader}. */
final class ZoneFileReader implements EntrySink {
    /** Reads an included file; returns the problem if it cannot. */
    @FunctionalInterface
    interface IncludeHandler {
        Optional<Problem> read(String name, EntryContext context);
    }

    /** U+FEFF in UTF-8, an octet a character. */
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private final String file;
    private final String text;
    private final ZoneLexer lexer;
    private final ZoneVisitor visitor;
    private final ReadingPath path;
    private final IncludeHandler inclusion;
    private final EntryContext context;
    private final GeneratedRecords generated;
    private final EntryReader entries;
    private final Optional<PlainReader> plain;

    ZoneFileReader(
            String file,
            String text,
            EntryContext context,
            ZoneVisitor visitor,
            ReadingPath path,
            GeneratedRecords.Limit limit,
            IncludeHandler inclusion) {
        this.file = file;
        this.text = text;
        this.lexer = new ZoneLexer(text);
        this.context = context;
        this.visitor = visitor;
        this.path = path;
        this.inclusion = inclusion;
        this.generated = new GeneratedRecords(file, lexer, context, visitor, limit);
        this.entries = new EntryReader(lexer, context, this);
        this.plain = visitor.rows().map(rows -> new PlainReader(file, text, context, rows));
    }

    /** Reads the whole file. */
    void read() {
        path.begin(file);
        byteOrderMark();
        while (advance()) {
            Optional<ZoneLexer.LexicalError> fault = lexer.error();
            if (fault.isPresent()) {
                if (!lexer.blankOwner()) {
                    context.forgetOwner();
                }
                report(fault.get().at(), fault.get().what(), fault.get().fix());
            } else if (!lexer.blankOwner() && lexer.token(0).startsWith("$")) {
                directive();
            } else {
                entries.read();
            }
        }
        path.end(lexer, context);
    }

    /** Reports a byte order mark: name servers read it as a part of the first name or directive. */
    private void byteOrderMark() {
        if (text.startsWith(BYTE_ORDER_MARK)) {
            visitor.syntaxError(
                    new SyntaxError(
                            new FilePosition(file, 1, 1, 0, BYTE_ORDER_MARK.length()),
                            "the file begins with a byte order mark (octets EF BB BF)",
                            "save the file as UTF-8 without BOM",
                            false));
            lexer.moveTo(BYTE_ORDER_MARK.length(), 1);
        }
    }

    /** Advances to the next entry that is read token by token. */
    private boolean advance() {
        path.skip(lexer, context).ifPresent(visitor::skipped);
        if (plain.isPresent()) {
            while (plain.get().read(lexer, path.stop())) {
                path.skip(lexer, context).ifPresent(visitor::skipped);
            }
        }
        return lexer.advance();
    }

    private void directive() {
        String name = lexer.token(0).toUpperCase(Locale.ROOT);
        switch (name) {
            case "$ORIGIN" -> {
                if (arguments(1, 1) && unquoted()) {
                    entries.name(1).ifPresent(context::setOrigin);
                }
            }
            case "$TTL" -> {
                if (arguments(1, 1) && unquoted()) {
                    long ttl = entries.ttl(1);
                    if (ttl >= 0) {
                        context.setDefaultTtl(ttl);
                    }
                }
            }
            case "$INCLUDE" -> {
                path.directive();
                if (arguments(1, 2)) {
                    include();
                }
            }
            case "$GENERATE" -> {
                path.directive();
                generated.read(this);
            }
            default ->
                    error(
                            0,
                            "unknown directive '" + name + "'",
                            "use $ORIGIN, $TTL, $INCLUDE or $GENERATE");
        }
    }

    private boolean arguments(int least, int most) {
        int given = lexer.tokens() - 1;
        if (given >= least && given <= most) {
            return true;
        }
        String wants = least == most ? least + " argument" : least + " or " + most + " arguments";
        error(
                0,
                lexer.token(0) + " takes " + wants + ", but has " + given,
                "see RFC 1035, section 5.1");
        return false;
    }

    private boolean unquoted() {
        if (lexer.isQuoted(1)) {
            error(1, "the argument of " + lexer.token(0) + " is quoted", "remove the quotes");
            return false;
        }
        return true;
    }

    private void include() {
        Optional<Name> below = context.origin();
        if (lexer.tokens() == 3) {
            below = entries.name(2);
            if (below.isEmpty()) {
                return;
            }
        }
        EntryContext child = context.included(below);
        inclusion
                .read(lexer.token(1), child)
                .ifPresent(problem ->
                        visitor.syntaxError(
                                new SyntaxError(
                                        lexer.place(file, lexer.start(1)),
                                        "$INCLUDE: " + problem.where() + " " + problem.what(),
                                        problem.fix(),
                                        true)));
        context.continueAfter(child);
    }

    @Override
    public void record(ZoneEntry entry) {
        visitor.record(file, lexer, entry);
    }

    @Override
    public void opaque(ZoneEntry entry, String reason) {
        visitor.opaque(file, lexer, entry, reason);
    }

    @Override
    public void largeTtl(int token) {
        visitor.largeTtl(lexer.place(file, lexer.start(token)));
    }

    @Override
    public void error(int token, String what, String fix) {
        report(lexer.start(Math.min(token, lexer.tokens() - 1)), what, fix);
    }

    private void report(int offset, String what, String fix) {
        visitor.syntaxError(new SyntaxError(lexer.place(file, offset), what, fix, false));
    }
}
