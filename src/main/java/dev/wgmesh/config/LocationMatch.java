package dev.wgmesh.config;

import dev.wgmesh.dns.NameServer;
import dev.wgmesh.plan.ZoneLocation;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether flags name the place that a saved plan or a receipt names; what they leave out agrees.
 */
final class LocationMatch {
    private LocationMatch() {}

    static boolean between(Location.Hosts flags, ZoneLocation saved) {
        return switch (flags) {
            case Location.Folder(Path folder, _) ->
                    saved instanceof ZoneLocation.Folder(Path other)
                            && absolute(folder).equals(absolute(other));
            case Location.Server(String server, TsigSettings signing) ->
                    saved instanceof ZoneLocation.Server(String other, var key)
                            && withPort(server).equals(withPort(other))
                            && key(signing, key);
            case Location.Primary(TsigSettings signing) ->
                    saved instanceof ZoneLocation.Server(_, var key) && key(signing, key);
            case Location.Route53(ZoneLocation.Route53 details) ->
                    saved instanceof ZoneLocation.Route53 other
                            && among(details.hostedZoneId(), other.hostedZoneId())
                            && among(details.profile(), other.profile())
                            && among(details.endpoint(), other.endpoint())
                            && (!details.privateZone() || other.privateZone());
        };
    }

    private static boolean key(TsigSettings flags, Optional<Path> saved) {
        return among(
                flags.keyFile().map(LocationMatch::absolute), saved.map(LocationMatch::absolute));
    }

    private static <T> boolean among(Optional<T> flag, Optional<T> saved) {
        return flag.isEmpty() || flag.equals(saved);
    }

    static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** HOST:PORT in lower case, whether the port is written or not. */
    private static String withPort(String server) {
        String text = server.toLowerCase(Locale.ROOT);
        boolean address6 = text.indexOf(':') != text.lastIndexOf(':') && !text.endsWith("]");
        boolean bracketed = text.startsWith("[") && text.contains("]:");
        if (bracketed || !address6 && text.indexOf(':') >= 0 && !text.endsWith("]")) {
            return text;
        }
        return (address6 ? "[" + text + "]" : text) + ":" + NameServer.PORT;
    }
}
