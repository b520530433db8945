package dev.wgmesh.zone;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * The zone files that a command has read. A file is read at each call, and parsed again only where
 * its octets or those of a file that it includes have changed.
 */
public final class ZoneTextCache {
    private final Map<Key, ZoneText> known = new HashMap<>();

    /** A file, and the origin that it is read with. */
    private record Key(String file, Optional<Name> given) {}

    /**
     * Returns the zone as {@link ZoneText#read} does; the same object as before where nothing has
     * changed.
     *
     * @throws dev.wgmesh.problem.Failure as {@link ZoneText#read} does
     */
    public ZoneText read(String file, TextSource source, Optional<Name> given) {
        var key = new Key(file, given);
        Optional<ZoneText> current = known(key).filter(text -> text.isCurrent(source));
        if (current.isPresent()) {
            return current.get();
        }
        known.remove(key); // two texts of a large zone need not be in memory at the same time
        ZoneText text = ZoneText.read(file, source, given);
        known.put(key, text);
        return text;
    }

    /**
     * Takes a zone as a command has written it, in place of that before.
     *
     * @param file as it is {@linkplain #read read}
     * @param given the origin that it is read with
     */
    public void put(String file, Optional<Name> given, ZoneText text) {
        known.put(new Key(file, given), text);
    }

    private Optional<ZoneText> known(Key key) {
        return Optional.ofNullable(known.get(key));
    }
}
