package dev.wgmesh.validate;

import java.util.stream.Stream;

/** A character-string that is too long. */
final class D004LongString implements Rule {
    @Override
    public About about() {
        return new About(
                "D004",
                Level.ERROR,
                "TXT string over 255 octets",
                "One string of a TXT record holds 255 octets: servers refuse the zone. "
                        + "Longer text goes into several strings.",
                "RFC 1035, section 3.3");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return Stream.empty();
    }
}
