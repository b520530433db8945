package dev.wgmesh.zone;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * A reading of the entries that are in no run. Each run is passed over only if an entry begins
 * exactly where the run does and inherits what the run's first entry inherited: then its entries,
 * octet for octet the same, mean the same as before.
 */
final class ExcerptPath implements ReadingPath {
    private final Iterator<ZoneExcerpt.Run> runs;
    private final ToIntFunction<ZoneExcerpt.Run> offset;
    private final Deque<String> open = new ArrayDeque<>();
    private Optional<ZoneExcerpt.Run> next;
    private int start;

    /**
     * Creates a path.
     *
     * @param runs in the order of the zone
     * @param offset where a run begins in the text that is read
     */
    ExcerptPath(List<ZoneExcerpt.Run> runs, ToIntFunction<ZoneExcerpt.Run> offset) {
        this.runs = runs.iterator();
        this.offset = offset;
        this.next = take();
    }

    private Optional<ZoneExcerpt.Run> take() {
        Optional<ZoneExcerpt.Run> run =
                runs.hasNext() ? Optional.of(runs.next()) : Optional.empty();
        start = run.map(offset::applyAsInt).orElse(0);
        return run;
    }

    @Override
    public void begin(String file) {
        open.push(file);
    }

    @Override
    public Optional<Gap> skip(ZoneLexer lexer, EntryContext context) {
        if (next.isEmpty() || lexer.next() < start || !isOpen(next.get())) {
            return Optional.empty();
        }
        ZoneExcerpt.Run run = next.get();
        if (lexer.next() > start || !context.isSame(run.gap().before())) {
            throw new ZoneExcerpt.TooSmall();
        }
        lexer.moveTo(start + run.end() - run.start(), lexer.nextLine() + run.lines());
        context.set(run.gap().after());
        next = take();
        return Optional.of(run.gap());
    }

    @Override
    public int stop() {
        return next.filter(this::isOpen).isPresent() ? start : Integer.MAX_VALUE;
    }

    private boolean isOpen(ZoneExcerpt.Run run) {
        return run.file().equals(open.peek());
    }

    /** Throws where a run was not met. */
    @Override
    public void end(ZoneLexer lexer, EntryContext context) {
        open.pop();
        if (open.isEmpty() && next.isPresent()) {
            throw new ZoneExcerpt.TooSmall();
        }
    }
}
