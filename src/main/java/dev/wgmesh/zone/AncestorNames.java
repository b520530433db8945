package dev.wgmesh.zone;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Searches the tree of DNS names upwards. */
public final class AncestorNames {
    private AncestorNames() {}

    /** Returns the name and every name above it, the root last. */
    public static Stream<Name> of(Name name) {
        return IntStream.range(0, name.labels())
                .mapToObj(labels -> labels == 0 ? name : new Name(name, labels));
    }

    /** Returns the questions for the SOA of a name and of every name above it but the root. */
    public static List<Question> soaQuestions(Name owner) {
        return of(owner)
                .filter(name -> !name.equals(Name.root))
                .map(name -> new Question(name, Type.SOA))
                .toList();
    }

    /**
     * Returns the deepest apex at or above the name, that of its zone; empty where there is none.
     */
    public static Optional<Name> nearest(Set<Name> apexes, Name name) {
        return nearest(apexes, name.labels(), name);
    }

    /**
     * Returns the same where no apex has more labels than {@code most}, the root's included: longer
     * names are not looked up.
     */
    public static Optional<Name> nearest(Set<Name> apexes, int most, Name name) {
        for (int labels = Math.max(0, name.labels() - most); labels < name.labels(); labels++) {
            Name at = labels == 0 ? name : new Name(name, labels);
            if (apexes.contains(at)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }
}
