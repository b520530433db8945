package dev.wgmesh.zone;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * What the lines of a zone inherit after a change: the owner from the lines of their file, or at
 * the beginning of an included file from those of the including file; the TTL from the line before,
 * in whatever file.
 */
final class InheritedFields {
    /**
     * What a line inherits.
     *
     * @param ttl in seconds; -1: none
     */
    record Fields(Optional<Name> owner, long ttl) {
        /** Returns whether the line must write out its owner or TTL to stay what it is. */
        boolean changes(ZoneLine line) {
            return line.inheritsOwner() && !owner.equals(Optional.of(line.name()))
                    || line.entry().lastTtl() && ttl != line.entry().record().getTTL();
        }
    }

    private final Map<String, String> includers;
    private final Map<String, Optional<Name>> owners = new HashMap<>();
    private long ttl = -1;

    private InheritedFields(Map<String, String> includers) {
        this.includers = includers;
    }

    /**
     * Returns what each line inherits.
     *
     * @param includers the including file of each included file
     */
    static Map<ZoneLine, Fields> of(
            List<ZoneLine> lines,
            Map<String, String> includers,
            Map<ZoneLine, LineChange> changes) {
        var state = new InheritedFields(includers);
        var inherited = HashMap.<ZoneLine, Fields>newHashMap(lines.size());
        for (ZoneLine line : lines) {
            line.gap().ifPresent(gap -> state.pass(gap, line.file()));
            inherited.put(line, new Fields(state.owner(line.file()), state.ttl));
            LineChange change = changes.getOrDefault(line, LineChange.NONE);
            if (!change.removed()) {
                state.ttl = line.entry().record().getTTL();
                if (line.kind() != ZoneLine.Kind.GENERATED) {
                    state.owners.put(line.file(), Optional.of(line.name()));
                }
            }
            for (LineChange.Addition addition : change.additions()) {
                state.ttl = addition.record().getTTL();
                state.owners.put(line.file(), Optional.of(addition.record().getName()));
            }
        }
        return inherited;
    }

    /**
     * Goes on after entries that were not read.
     *
     * @throws ZoneExcerpt.TooSmall where the change concerns the first of them
     */
    private void pass(ReadingPath.Gap gap, String file) {
        boolean same =
                owner(file).map(Name::toString).equals(gap.before().owner().map(Name::toString))
                        && ttl == gap.before().lastTtl();
        if (!same) {
            throw new ZoneExcerpt.TooSmall();
        }
        owners.put(file, gap.after().owner());
        ttl = gap.after().lastTtl();
    }

    private Optional<Name> owner(String file) {
        Optional<Name> known = owners.get(file);
        if (known == null) {
            String includer = includers.get(file);
            known = includer == null ? Optional.empty() : owner(includer);
            owners.put(file, known);
        }
        return known;
    }
}
