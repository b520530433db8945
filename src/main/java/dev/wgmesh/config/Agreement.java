package dev.wgmesh.config;

import dev.wgmesh.dns.NameServer;
import dev.wgmesh.plan.ZoneHost;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether flags name the place that a saved plan or a receipt names; what they leave out agrees.
 */
final class Agreement {
    private Agreement() {}

    static boolean between(Speaker.Hosts flags, ZoneHost saved) {
        return switch (flags) {
            case Speaker.Folder(Path folder, _) ->
                    saved instanceof ZoneHost.Folder(Path other)
                            && absolute(folder).equals(absolute(other));
            case Speaker.Server(String server, Signing signing) ->
                    saved instanceof ZoneHost.Server(String other, var key)
                            && withPort(server).equals(withPort(other))
                            && key(signing, key);
            case Speaker.Primary(Signing signing) ->
                    saved instanceof ZoneHost.Server(_, var key) && key(signing, key);
            case Speaker.Route53(ZoneHost.Route53 details) ->
                    saved instanceof ZoneHost.Route53 other
                            && among(details.hostedZoneId(), other.hostedZoneId())
                            && among(details.profile(), other.profile())
                            && among(details.endpoint(), other.endpoint())
                            && (!details.privateZone() || other.privateZone());
        };
    }

    private static boolean key(Signing flags, Optional<Path> saved) {
        return among(flags.keyFile().map(Agreement::absolute), saved.map(Agreement::absolute));
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
