package dev.wgmesh.zone;

/** Reads the records that {@code $GENERATE} directives of a file make. */
final class GeneratedRecords {
    /** Counts the records that a zone may still make by {@code $GENERATE}. */
    static final class Limit {
        /** Maximum number of generated records of a zone, enough for a /14 of addresses. */
        private static final long MAX = 1 << 18;

        private long made;

        /** Returns whether so many more are within the limit, and counts them. */
        boolean allows(long more) {
            made += more;
            return made <= MAX;
        }
    }

    private final String file;
    private final ZoneLexer lexer;
    private final EntryContext context;
    private final ZoneVisitor visitor;
    private final Limit limit;

    GeneratedRecords(
            String file, ZoneLexer lexer, EntryContext context, ZoneVisitor visitor, Limit limit) {
        this.file = file;
        this.lexer = lexer;
        this.context = context;
        this.visitor = visitor;
        this.limit = limit;
    }

    /** Reads the directive at which the lexer is; reports only the first error of its entries. */
    void read(EntrySink errors) {
        try {
            GenerateDirective directive = GenerateDirective.of(lexer);
            if (!limit.allows(directive.count())) {
                errors.error(
                        1,
                        "$GENERATE makes the zone larger than " + Limit.MAX + " generated records",
                        "use a smaller range");
                return;
            }
            var sink = new GeneratedSink(errors);
            long number = directive.first();
            for (long made = 0; made < directive.count() && !sink.failed; made++) {
                read(directive.entry(number), sink);
                number += directive.step();
            }
        } catch (InvalidEntry e) {
            errors.error(e.token(), e.what(), e.fix());
        }
    }

    private void read(String entry, GeneratedSink sink) {
        var inner = new ZoneLexer(entry);
        EntryContext own = context.included(context.origin());
        if (inner.advance() && inner.error().isEmpty()) {
            new EntryReader(inner, own, sink).read();
        } else {
            sink.error(
                    0,
                    inner.error().map(ZoneLexer.LexicalError::what).orElse("no record"),
                    inner.error().map(ZoneLexer.LexicalError::fix).orElse("write the data"));
        }
        context.setLastTtl(own.lastTtl());
    }

    /** Passes the records on with the place of the directive. */
    private final class GeneratedSink implements EntrySink {
        private final EntrySink errors;
        private boolean failed;
        private boolean largeTtl;

        GeneratedSink(EntrySink errors) {
            this.errors = errors;
        }

        @Override
        public void record(ZoneEntry entry) {
            visitor.generated(file, lexer, entry.ofDirective());
        }

        @Override
        public void opaque(ZoneEntry entry, String reason) {
            error(0, reason, RdataFormat.of(entry.record().getType()));
        }

        @Override
        public void largeTtl(int token) {
            if (!largeTtl) {
                largeTtl = true;
                errors.largeTtl(0);
            }
        }

        @Override
        public void error(int token, String what, String fix) {
            failed = true;
            errors.error(2, "$GENERATE: " + what, fix);
        }
    }
}
