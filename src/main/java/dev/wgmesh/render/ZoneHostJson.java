package dev.wgmesh.render;

import dev.wgmesh.plan.ZoneLocation;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Where a zone is hosted, as JSON: {@code kind}, and what finds it again. */
final class ZoneHostJson {
    private static final String NO_PATH = "is no path";

    private ZoneHostJson() {}

    static ObjectNode write(ZoneLocation host) {
        ObjectNode node = Json.object();
        switch (host) {
            case ZoneLocation.Folder(Path folder) ->
                    node.put("kind", "folder").put("folder", folder.toString());
            case ZoneLocation.Server(String server, Optional<Path> key) -> {
                node.put("kind", "server").put("server", server);
                key.ifPresent(file -> node.put("tsigKeyFile", file.toString()));
            }
            case ZoneLocation.Route53(
                            Optional<String> id,
                            Optional<String> profile,
                            Optional<URI> endpoint,
                            boolean privateZone) -> {
                node.put("kind", "route53");
                id.ifPresent(it -> node.put("hostedZoneId", it));
                profile.ifPresent(it -> node.put("profile", it));
                endpoint.ifPresent(it -> node.put("endpoint", it.toString()));
                node.put("privateZone", privateZone);
            }
        }
        return node;
    }

    static Optional<ZoneLocation> read(JsonFields host) {
        Optional<String> kind = host.text("kind");
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        return switch (kind.get()) {
            case "folder" ->
                    host.one("folder", ZoneHostJson::path, NO_PATH).map(ZoneLocation.Folder::new);
            case "server" -> {
                Optional<String> server = host.text("server");
                Optional<Path> key =
                        host.has("tsigKeyFile")
                                ? host.one("tsigKeyFile", ZoneHostJson::path, NO_PATH)
                                : Optional.empty();
                yield server.map(name -> new ZoneLocation.Server(name, key));
            }
            case "route53" -> {
                Optional<String> id = optional(host, "hostedZoneId");
                Optional<String> profile = optional(host, "profile");
                Optional<URI> endpoint =
                        host.has("endpoint")
                                ? host.one("endpoint", ZoneHostJson::uri, "is no URL")
                                : Optional.empty();
                yield host.yesNo("privateZone")
                        .map(it -> new ZoneLocation.Route53(id, profile, endpoint, it));
            }
            default -> host.wrong("kind", "is none of folder, server, route53: " + kind.get());
        };
    }

    private static Optional<String> optional(JsonFields host, String name) {
        return host.has(name) ? host.text(name) : Optional.empty();
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
